import {
  astFromValue,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  GraphQLString,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  print,
} from 'graphql';
import type { Random } from '../random.ts';
import { anyJson } from '../world/leaf.ts';

/** A value for an argument, as JSON and as GraphQL text. */
export type Input = { readonly json: unknown; readonly literal: string } & (
  | { readonly kind: 'leaf' }
  | { readonly kind: 'list'; readonly entries: readonly { readonly type: GraphQLInputType; readonly input: Input }[] }
  | {
      readonly kind: 'object';
      readonly fields: readonly { readonly name: string; readonly type: GraphQLInputType; readonly input: Input }[];
    }
);

export type Inputs = {
  /** Null where the type allows it, now and then. */
  any(type: GraphQLInputType): Input;
  present(type: GraphQLInputType): Input;
};

const nullInput: Input = { kind: 'leaf', json: null, literal: 'null' };
const texts = ['a', '', 'two words', 'with "quotes" and \\', 'line\nbreak', 'ünï ✓ 𝄞', '$v0', '{ a }', 'USD'];

export function createInputs(random: Random, depthMax = 3): Inputs {
  function any(type: GraphQLInputType, depth: number): Input {
    return !isNonNullType(type) && random.chance(0.15) ? nullInput : present(type, depth);
  }

  function present(type: GraphQLInputType, depth: number): Input {
    if (isNonNullType(type)) return present(type.ofType, depth);
    if (isListType(type)) {
      // One value stands for a list of one; below, a variable would need the type of the list.
      const isInner = isListType(isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType);
      if (!isInner && random.chance(0.1)) return present(type.ofType, depth);
      const entries = Array.from({ length: random.below(3) }, () => ({
        type: type.ofType,
        input: any(type.ofType, depth - 1),
      }));
      return {
        kind: 'list',
        entries,
        json: entries.map(({ input }) => input.json),
        literal: `[${entries.map(({ input }) => input.literal).join(', ')}]`,
      };
    }
    return named(type, depth);
  }

  function named(type: GraphQLNamedInputType, depth: number): Input {
    if (isEnumType(type)) {
      const { name } = random.pick(type.getValues());
      return { kind: 'leaf', json: name, literal: name };
    }
    if (!isInputObjectType(type)) return scalar(type.name);
    const fields = Object.values(type.getFields()).flatMap(({ name, type: inner, defaultValue }) => {
      const isNeeded = isNonNullType(inner) && defaultValue === undefined;
      if (!isNeeded && (depth <= 0 || random.chance(0.4))) return [];
      return [{ name, type: inner, input: any(inner, depth - 1) }];
    });
    return {
      kind: 'object',
      fields,
      json: Object.fromEntries(fields.map(({ name, input }) => [name, input.json])),
      literal: `{${fields.map(({ name, input }) => `${name}: ${input.literal}`).join(', ')}}`,
    };
  }

  function scalar(name: string): Input {
    const leaf = (json: unknown, literal = JSON.stringify(json)): Input => ({ kind: 'leaf', json, literal });
    switch (name) {
      case 'Int':
        return leaf(random.below(40) - 20);
      case 'Float':
        return leaf(random.chance(0.3) ? random.below(10) : (random.below(4000) - 2000) / 16);
      case 'Boolean':
        return leaf(random.chance(0.5));
      case 'ID':
        return random.chance(0.3) ? leaf(random.below(10)) : leaf(`id-${random.below(10)}`);
      case 'String': {
        const text = random.pick(texts);
        const node = astFromValue(text, GraphQLString);
        return leaf(text, node ? print(node) : 'null');
      }
      default: {
        const json = anyJson(random, 2);
        return leaf(json, jsonLiteral(json));
      }
    }
  }

  return { any: (type) => any(type, depthMax), present: (type) => present(type, depthMax) };
}

/** JSON as a GraphQL literal: keys without quotes. */
function jsonLiteral(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(jsonLiteral).join(', ')}]`;
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  return `{${Object.entries(json)
    .map(([name, value]) => `${name}: ${jsonLiteral(value)}`)
    .join(', ')}}`;
}
