import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, GraphQLError, getArgumentValues, getVariableValues, isScalarType, Kind } from 'graphql';
import { type CoercedVariables, compileArguments, compileVariables } from '../src/index.ts';
import { cases, operationOf } from './random-cases.ts';

/** Also tells apart prototypes, -0, what is missing and what is undefined, and the order of keys. */
const shown = (value: unknown) => inspect(value, { depth: 20, compact: true, breakLength: Number.POSITIVE_INFINITY });
const told = (errors: readonly GraphQLError[]) =>
  errors.map(({ message, nodes, path, extensions, originalError }) =>
    shown({ message, nodes: nodes?.map(({ kind }) => kind), path, extensions, cause: originalError?.message }),
  );

/** A generator of values that all fit, or none, would prove nothing. */
const expectBoth = (seen: { readonly right: number; readonly wrong: number }) =>
  expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(300);

describe('compiled coercion', () => {
  it('makes of variables what graphql-js makes of them, or says of them what graphql-js says', () => {
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 10, 50), ({ schema, operation, definitions, givens }, maxErrors) => {
        const coerce = compileVariables(schema, operation, { maxErrors });
        for (const given of givens) {
          const right = getVariableValues(schema, definitions, given, { maxErrors });
          expect(outcomeOf(coerce(given))).toEqual(outcomeOf(right));
          seen[right.coerced ? 'right' : 'wrong'] += 1;
        }
      }),
      { numRuns: 300 },
    );
    expectBoth(seen);
  });

  it('reads of the arguments of a field what graphql-js reads, or throws what graphql-js throws', () => {
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(cases, ({ schema, definitions, field, node, givens }) => {
        const read = compileArguments(field, node);
        for (const given of givens) {
          const { coerced = {} } = getVariableValues(schema, definitions, given);
          const right = readingOf(() => getArgumentValues(field, node, coerced));
          expect(readingOf(() => read(coerced))).toEqual(right);
          seen[right.thrown ? 'wrong' : 'right'] += 1;
        }
      }),
      { numRuns: 300 },
    );
    expectBoth(seen);
  });

  it.each([
    ['a list', []],
    ['a list of one', [{ a: 1 }]],
    ['an iterable', new Set([{ a: 1 }])],
    ['a text', 'a'],
    ['a function', () => ({})],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['what is inherited', Object.create({ a: 1 })],
    ['a field that is undefined', { a: undefined, b: undefined }],
    ['a field that is undefined and unknown', { c: undefined }],
    ['undefined', undefined],
  ])('takes %s in the place of an input object for what graphql-js takes it', (_name, value) => {
    const schema = buildSchema('input One { a: Int, b: One } type Query { f(argument: One): String }');
    const operation = operationOf([['v', { type: 'One', defaultValue: '' }]], '(argument: $v)');
    const { variableDefinitions: definitions = [] } = operation;
    const coerce = compileVariables(schema, operation, { maxErrors: 9 });
    for (const given of [{ v: value }, { v: { b: value } }]) {
      expect(outcomeOf(coerce(given))).toEqual(outcomeOf(getVariableValues(schema, definitions, given)));
    }
  });

  it('gives each request its own objects, which resolvers may change', () => {
    const schema = buildSchema('input One { a: Int } type Query { f(argument: One): String }');
    const operation = operationOf([['v', { type: 'One', defaultValue: '{ a: 1 }' }]], '(argument: { a: 2 })');
    const coerce = compileVariables(schema, operation, { maxErrors: 1 });
    expect(coercedBy(coerce({})).v).not.toBe(coercedBy(coerce({})).v);
    const given = { v: { a: 1 } };
    expect(coercedBy(coerce(given)).v).not.toBe(given.v);
    const field = schema.getQueryType()?.getFields().f;
    const [node] = operation.selectionSet.selections;
    if (!field || node?.kind !== Kind.FIELD) throw new Error('nothing to read');
    const read = compileArguments(field, node);
    expect(read({}).argument).not.toBe(read({}).argument);
  });

  it('leaves nothing to graphql-js that is right', () => {
    const schema = buildSchema(`
      scalar Counted
      input One { counted: [Counted!]!, id: ID!, colour: Colour = RED, rest: One, choice: Choice }
      input Choice @oneOf { a: Int, b: [Float] }
      enum Colour { RED }
      type Query { f(argument: One): String }
    `);
    let parsed = 0;
    const counted = schema.getType('Counted');
    if (!isScalarType(counted)) throw new Error('no such scalar');
    counted.parseValue = (value) => {
      parsed += 1;
      return value;
    };
    const operation = operationOf([['v', { type: 'One!', defaultValue: '' }]], '(argument: $v)');
    const rest = { counted: 'x', id: 4, colour: null, choice: { b: [1.5, null] } };
    const checked = compileVariables(schema, operation, { maxErrors: 1 })({ v: { id: 'x', counted: [1, 2], rest } });
    expect(coercedBy(checked).v).toEqual({
      counted: [1, 2],
      id: 'x',
      colour: 'RED',
      rest: { ...rest, counted: ['x'], id: '4' },
    });
    // graphql-js would have read each once more.
    expect(parsed).toBe(3);
  });
});

type Outcome = { readonly coerced?: unknown; readonly errors?: readonly GraphQLError[] };

const outcomeOf = ({ coerced, errors }: Outcome) => ({ coerced: shown(coerced), errors: errors && told(errors) });

function coercedBy(checked: CoercedVariables): Readonly<Record<string, unknown>> {
  if ('errors' in checked) throw new Error(`refused: ${checked.errors}`);
  return checked.coerced;
}

function readingOf(read: () => Record<string, unknown>) {
  try {
    return { value: shown(read()) };
  } catch (error) {
    return { thrown: error instanceof GraphQLError ? told([error]) : shown(error) };
  }
}
