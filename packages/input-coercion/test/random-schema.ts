import fc from 'fast-check';
import { buildSchema, GraphQLEnumType, GraphQLScalarType, type GraphQLSchema } from 'graphql';

/** One input object: its fields by name, each with a type, and a default for some. */
type InputObject = { readonly isOneOf: boolean; readonly fields: readonly (readonly [string, string, string])[] };

/** Some are the names of what every object has. */
export const names = ['a', 'b', 'text', 'toString', 'constructor', 'hasOwnProperty', '__proto__'] as const;
export const inputNames = ['One', 'Two', 'Three'] as const;
const leaves = ['Int', 'Float', 'String', 'ID', 'Boolean', 'Even', 'Anything', 'Colour'] as const;

const named = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<string>(...leaves) },
  { weight: 2, arbitrary: fc.constantFrom<string>(...inputNames) },
);

const wrapped: fc.Arbitrary<string> = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2 },
    named,
    tie('type').map((it) => `[${it}]`),
    tie('type').map((it) => (it.endsWith('!') ? it : `${it}!`)),
  ),
})).type;

/** Literals that stand as defaults; few fit any one type. */
const literals = ['1', '2.5', '"x"', 'true', 'null', 'RED', '[1, 2]', '[]', '{ a: 1 }', '{}', '$v', '[$v]'] as const;
export const literal = fc.constantFrom<string>(...literals);
const defaultValue = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  literal.filter((it) => !it.includes('$')),
);

/** graphql-js reads the fields of a default while it makes those of its type, without end where a type holds itself. */
const fieldDefault = defaultValue.filter((it) => !it.includes('{'));

const inputObject: fc.Arbitrary<InputObject> = fc.record({
  isOneOf: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
  fields: fc.uniqueArray(fc.tuple(fc.constantFrom(...names), wrapped, fieldDefault), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 5,
  }),
});

export type Definition = { readonly type: string; readonly defaultValue: string };
export const definition: fc.Arbitrary<Definition> = fc.record({ type: wrapped, defaultValue });

/** Three input objects that may hold each other, and the type and default of an argument. */
export const world = fc.record({
  inputs: fc.tuple(inputObject, inputObject, inputObject),
  argument: definition,
});

const withDefault = ({ type, defaultValue: value }: Definition) => (value === '' ? type : `${type} = ${value}`);

export function schemaOf({
  inputs,
  argument,
}: {
  inputs: readonly InputObject[];
  argument: Definition;
}): GraphQLSchema {
  const objects = inputs.map(({ isOneOf, fields }, index) => {
    const lines = fields.map(([name, type, value]) => `${name}: ${withDefault({ type, defaultValue: value })}`);
    return `input ${inputNames[index]} ${isOneOf ? '@oneOf' : ''} { ${lines.join(' ')} }`;
  });
  const schema = buildSchema(
    `scalar Even scalar Anything enum Colour { RED GREEN } ${objects.join('\n')}
     type Query { f(argument: ${withDefault(argument)}, other: Int = 3): String }`,
    // Types that need themselves are refused otherwise, and defaults that do not fit are not.
    { assumeValid: true },
  );
  teach(schema);
  return schema;
}

function teach(schema: GraphQLSchema): void {
  const { Even: even, Colour: colour } = schema.getTypeMap();
  if (even instanceof GraphQLScalarType) {
    even.parseValue = (value) => {
      if (typeof value !== 'number') throw new Error('not a number');
      return value % 2 === 0 ? { half: value / 2 } : undefined;
    };
  }
  if (colour instanceof GraphQLEnumType) {
    const [red, green] = colour.getValues();
    if (red) red.value = { rgb: 'f00' };
    if (green) green.value = null;
  }
}
