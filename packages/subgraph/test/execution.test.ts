import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { compileDocument } from '../src/execution/compile-operation.ts';

/** graphql-js is what is right: whatever resolvers do, the compiled operation says the same. */
const schema = buildSchema(/* GraphQL */ `
  interface Named { name: String }
  type Thing implements Named { id: ID!, name: String, size: Int!, next: Thing, must: Thing!, kids: [Thing!], all: [Thing]!, grid: [[Int!]], sum(of: [Int!] = [1, 2]): Int, any: Any, named: Named }
  type Other implements Named { name: String, weight: Float! }
  union Any = Thing | Other
  type Query { thing: Thing, need: Thing!, list: [Thing!]!, any: Any, echo(input: Input!): String }
  type Mutation { first: Thing, second: Thing }
  input Input { text: String!, count: Int = 3 }
`);

const document = /* GraphQL */ `
  query All($of: [Int!], $input: Input!) {
    thing { ...Parts next { ...Parts must { id size } } }
    need { id other: size kids { id next { size } } all { name must { id } } }
    list { id named { __typename name ... on Other { weight } } }
    any { __typename ... on Thing { ...Parts } ... on Named { name } }
    echo(input: $input)
  }
  fragment Parts on Thing { id name size sum(of: $of) grid any { ... on Thing { id size } ... on Other { weight } } next { name } }
`;

/** How a field comes to its value. */
type Way = 'now' | 'later' | 'null' | 'throws' | 'rejects' | 'isError' | 'bad';
const way = (isLate: boolean) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant<Way>('now') },
    { weight: isLate ? 4 : 0, arbitrary: fc.constant<Way>('later') },
    ...(['null', 'throws', 'isError', 'bad'] as const).map((it) => ({ weight: 1, arbitrary: fc.constant<Way>(it) })),
    { weight: isLate ? 1 : 0, arbitrary: fc.constant<Way>('rejects') },
  );

function come(value: unknown, by: Way): unknown {
  switch (by) {
    case 'now':
      return () => value;
    case 'later':
      return async () => value;
    case 'null':
      return null;
    case 'throws':
      return () => {
        throw new Error('thrown');
      };
    case 'rejects':
      return async () => {
        throw new Error('rejected');
      };
    case 'isError':
      return new Error('given');
    case 'bad':
      return Symbol('bad');
  }
}

/**
 * graphql-js lets go unheard what items of a list fail with after another has failed at once, and Node ends processes
 * for that: compared is what items give that all come later.
 */
type Items = 'atOnce' | 'later';

/** Takes its ways from a list, so that both executions see the same world. */
function world(ways: readonly Way[], items: Items) {
  let taken = 0;
  const listOf = (all: unknown[]) => (items === 'later' ? all.map((it) => Promise.resolve(it)) : all);
  const next = (value: unknown) => come(value, ways[taken++ % ways.length] ?? 'now');
  const thing = (depth: number): object => ({
    __typename: 'Thing',
    id: next('t1'),
    name: next('a "name" ü'),
    size: next(7),
    next: depth === 0 ? null : next(thing(depth - 1)),
    must: next(depth === 0 ? null : thing(depth - 1)),
    kids: next(
      listOf(
        depth === 0 ? [] : [thing(depth - 1), Promise.resolve(thing(depth - 1)), thing(0)].slice(0, 1 + (taken % 3)),
      ),
    ),
    all: next(listOf(depth === 0 ? [null] : [thing(depth - 1), null])),
    grid: next([[1, 2], [3], null]),
    sum: ({ of }: { of: number[] | null }) => of?.reduce((a, b) => a + b, 0),
    any: next(
      taken % 2 === 0
        ? { __typename: 'Other', weight: next(1.5), name: next('o') }
        : { __typename: 'Thing', id: 'x', size: 1 },
    ),
    named: next({ __typename: taken % 5 === 0 ? 'Nobody' : 'Other', name: 'n', weight: next(2) }),
  });
  return { thing: next(thing(2)), need: next(thing(2)), list: next(listOf([thing(1), thing(0)])), any: next(thing(1)) };
}

/** Root values are of no use to subgraphs, so they come by resolvers here as well. */
function withWorld(
  ways: readonly Way[],
  text: string,
  items: Items = 'atOnce',
): { readonly schema: GraphQLSchema; readonly document: ReturnType<typeof parse> } {
  const root: Readonly<Record<string, unknown>> = world(ways, items);
  const query = schema.getQueryType()?.getFields() ?? {};
  for (const [name, field] of Object.entries(query)) {
    field.resolve = (_source, args) => {
      if (name === 'echo') return JSON.stringify(args.input);
      const value = root[name];
      return typeof value === 'function' ? value() : value;
    };
  }
  return { schema, document: parse(text, { noLocation: true }) };
}

const variables = { of: [3, 4], input: { text: 'x' } };

const executeCompiled = (text: ReturnType<typeof parse>, given: Readonly<Record<string, unknown>>) =>
  compileDocument(schema, text)({ variables: given, operationName: undefined, context: {} });

async function both(
  ways: readonly Way[],
  text: string,
  { given = variables, items }: { given?: Readonly<Record<string, unknown>>; items?: Items } = {},
) {
  const one = withWorld(ways, text, items);
  expect(validate(one.schema, one.document)).toEqual([]);
  const right = await execute({ schema, document: one.document, variableValues: given });
  const other = withWorld(ways, text, items);
  const compiled = await executeCompiled(other.document, given);
  return { right, compiled };
}

const facts = ({ errors = [] }: ExecutionResult) =>
  errors.map(({ message, path }) => `${path?.join('.')}: ${general(message)}`).sort();
/** What is said of a wrong type or value differs in words. */
const general = (message: string) => message.replace(/^(Abstract type "\w+").*/, '$1').replace(/^(Expected `).*/, '$1');

describe('a compiled operation', () => {
  it('answers what graphql-js answers, with the same errors, whatever resolvers give at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(way(false), { minLength: 1, maxLength: 150 }), async (ways) => {
        const { right, compiled } = await both(ways, document);
        expect(JSON.stringify(compiled.data)).toBe(JSON.stringify(right.data));
        expect(facts(compiled)).toEqual(facts(right));
      }),
      { numRuns: 300 },
    );
  });

  it('has the same data when some of it comes later, and tells of each null that should be none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(way(true), { minLength: 1, maxLength: 150 }), async (ways) => {
        const { right, compiled } = await both(ways, document, { items: 'later' });
        expect(JSON.stringify(compiled.data)).toBe(JSON.stringify(right.data));
        // Which of several that fail at once is told of is a matter of moments.
        expect(compiled.errors === undefined).toBe(right.errors === undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing unheard that fails after another has failed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(way(true), { minLength: 1, maxLength: 150 }), async (ways) => {
        const { data, errors } = await executeCompiled(withWorld(ways, document).document, variables);
        // What is unheard fails the test by itself.
        expect(data === null && errors === undefined).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['variables of the wrong type', {}, document],
    ['another wrong type', { of: ['x'], input: { text: 1 } }, document],
    ['conditions', variables, 'query Q($input: Input!) { echo(input: $input) thing @skip(if: true) { id } }'],
    ['introspection', variables, '{ __schema { queryType { name } } }'],
    [
      'aliases, twice the same field, and names of types',
      variables,
      '{ __typename a: any { __typename } a: any { ... on Thing { i: id } } }',
    ],
    ['an alias that objects take for something else', variables, '{ __proto__: __typename }'],
    ['defaults', variables, '{ thing { sum } echo(input: { text: "\\u00fc" }) }'],
  ])('treats %s as graphql-js does', async (_name, given, text) => {
    const { right, compiled } = await both(['now'], text, { given });
    expect(JSON.stringify(compiled.data)).toBe(JSON.stringify(right.data));
    expect(facts(compiled)).toEqual(facts(right));
  });

  it('runs the fields of a mutation one after the other', async () => {
    const order: string[] = [];
    const fields = schema.getMutationType()?.getFields() ?? {};
    for (const [name, field] of Object.entries(fields)) {
      field.resolve = async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
        return null;
      };
    }
    const run = compileDocument(schema, parse('mutation { first { id } second { id } }'));
    await run({ variables: {}, operationName: undefined, context: {} });
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('refuses an operation by another name', async () => {
    const run = compileDocument(schema, parse('query Here { __typename }'));
    const { errors } = await run({ variables: {}, operationName: 'There', context: {} });
    expect(errors?.[0]?.message).toBe('Unknown operation named "There".');
  });
});
