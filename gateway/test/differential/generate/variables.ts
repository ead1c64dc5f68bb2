import {
  type ConstValueNode,
  type GraphQLInputType,
  isNonNullType,
  Kind,
  parseConstValue,
  parseType,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Random } from '../random.ts';
import { createInputs, type Input } from './inputs.ts';

export type Variables = {
  readonly definitions: VariableDefinitionNode[];
  /** Values for all of them, other ones each time. */
  draw(): Readonly<Record<string, unknown>>;
  /** A literal, a variable, or a literal with variables in it. */
  argument(type: GraphQLInputType, hasDefault: boolean): ValueNode;
  /** A Boolean! for `@skip` and `@include`. */
  flag(): ValueNode;
  /** Names one run of a mutation; its value is given by whoever runs the operation. */
  session(): ValueNode;
};

export function createVariables(random: Random): Variables {
  const definitions: VariableDefinitionNode[] = [];
  const draws: (() => readonly (readonly [string, unknown])[])[] = [];
  const flags: string[] = [];
  const inputs = createInputs(random);

  function declare(name: string, type: string, preset?: ConstValueNode): ValueNode {
    definitions.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
      type: parseType(type, { noLocation: true }),
      ...(preset && { defaultValue: preset }),
    });
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
  }

  function variable(type: GraphQLInputType, hasDefault: boolean): ValueNode {
    const name = `v${definitions.length}`;
    const bare = isNonNullType(type) ? type.ofType : type;
    const isRequired = isNonNullType(type) && !hasDefault ? !random.chance(0.2) : random.chance(0.15);
    // A variable that may be null can stand where null may not, if it has a default.
    const preset = (isNonNullType(type) && !isRequired) || random.chance(0.25);
    const withoutNull = isNonNullType(type) || isRequired;
    const literal = preset ? parseConstValue(inputs.present(bare).literal, { noLocation: true }) : undefined;
    const canBeOmitted = !isRequired && (!withoutNull || literal !== undefined);
    draws.push(() => {
      if (canBeOmitted && random.chance(0.3)) return [];
      return [[name, (withoutNull ? inputs.present(bare) : inputs.any(bare)).json]];
    });
    return declare(name, `${bare}${isRequired ? '!' : ''}`, literal);
  }

  function literal(input: Input): ValueNode {
    if (input.kind === 'leaf') return parseConstValue(input.literal, { noLocation: true });
    if (input.kind === 'list') {
      return {
        kind: Kind.LIST,
        values: input.entries.map(({ input, type }) => inner(input, type)),
      };
    }
    return {
      kind: Kind.OBJECT,
      fields: input.fields.map(({ name, input, type }) => ({
        kind: Kind.OBJECT_FIELD,
        name: { kind: Kind.NAME, value: name },
        value: inner(input, type),
      })),
    };
  }

  function inner(input: Input, type: GraphQLInputType): ValueNode {
    return random.chance(0.12) ? variable(type, false) : literal(input);
  }

  return {
    definitions,
    draw: () => Object.fromEntries(draws.flatMap((draw) => draw())),
    argument(type, hasDefault) {
      return random.chance(0.4) ? variable(type, hasDefault) : literal(inputs.any(type));
    },
    flag() {
      const known = flags.length > 0 && random.chance(0.5) ? random.pick(flags) : undefined;
      if (known !== undefined) return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: known } };
      const name = `is${definitions.length}`;
      flags.push(name);
      const preset = random.chance(0.2);
      draws.push(() => (preset && random.chance(0.5) ? [] : [[name, random.chance(0.5)]]));
      const type = random.chance(0.3) && preset ? 'Boolean' : 'Boolean!';
      return declare(name, type, preset ? bool(random.chance(0.5)) : undefined);
    },
    session() {
      const isKnown = definitions.some((definition) => definition.variable.name.value === 'session');
      return isKnown ? { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'session' } } : declare('session', 'ID!');
    },
  };
}

function bool(value: boolean): ConstValueNode {
  return { kind: Kind.BOOLEAN, value };
}
