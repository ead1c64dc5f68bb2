import { type GraphQLSchema, isEnumType, isScalarType } from 'graphql';
import type { Random } from '../random.ts';
import type { Definitions } from './definitions.ts';
import type { FieldRule } from './field-rules.ts';
import type { Thing } from './thing.ts';

export type LeafPlace = {
  /** What the subgraphs that declare the field call its type. */
  readonly names: readonly string[];
  readonly rule: FieldRule;
  readonly thing: Thing;
  readonly field: string;
  readonly random: Random;
};

const texts = ['', 'plain', 'with "quotes" and \\', 'two\nlines', 'ünïcode ✓ 𝄞', '</script>', '\u2028', '0', 'null'];

/** A value of a scalar or an enum; undefined where the type is neither. */
export function createLeaf(schema: GraphQLSchema, definitions: Definitions): (place: LeafPlace) => unknown {
  return (place) => {
    const { rule, thing, field, random } = place;
    const [name = ''] = place.names;
    const type = schema.getType(name);
    if (isEnumType(type)) {
      const common = type
        .getValues()
        .map((value) => value.name)
        .filter((value) =>
          rule.definitions.every(({ subgraph }) => definitions.enumValues.get(`${subgraph}.${name}`)?.includes(value)),
        );
      return common.length === 0 ? null : random.pick(common);
    }
    if (!isScalarType(type)) return undefined;
    if (rule.isKey && thing.ordinal >= 0) return keyValue(name, thing, field);
    return scalarValue(name, field, random);
  };
}

function keyValue(name: string, thing: Thing, field: string): unknown {
  if (name === 'Int') return thing.ordinal;
  if (name === 'Float') return thing.ordinal + 0.5;
  return `${thing.type}-${field}-${thing.id}`;
}

function scalarValue(name: string, field: string, random: Random): unknown {
  switch (name) {
    case 'Int':
      return random.below(2000) - 1000;
    case 'Float':
      return random.chance(0.3) ? random.below(100) : (random.below(20_000) - 10_000) / 16;
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return `${field}-${random.below(1e6).toString(36)}`;
    case 'String':
      return random.chance(0.1) ? random.pick(texts) : `${field} ${random.below(1e9).toString(36)}`;
    default:
      return anyJson(random, 2);
  }
}

/** For custom scalars, and for their arguments. No null inside out: a null leaf would be no leaf. */
export function anyJson(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 6 : 4);
  if (kind === 4) return Array.from({ length: random.below(3) }, () => anyJson(random, depth - 1));
  if (kind === 5) return { b: anyJson(random, depth - 1), a: null, __typename: 'Text' };
  return [random.below(1000), random.chance(0.5), `json ${random.below(1000)}`, random.below(1000) / 8][kind];
}
