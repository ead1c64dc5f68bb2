import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { bearer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';

describe('what an operation may ask for', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({
      GATEWAY_TOKENS_MAX: '300',
      GATEWAY_DEPTH_MAX: '4',
      GATEWAY_ALIASES_MAX: '3',
      GATEWAY_ROOT_FIELDS_MAX: '3',
      GATEWAY_COST_MAX: '100',
    });
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  const cases: readonly (readonly [string, string, Record<string, unknown>, string | undefined])[] = [
    ['an ordinary operation', '{ planets { id name } }', {}, undefined],
    ['a nesting of four levels', '{ planets(first: 2) { neighbours(first: 2) { orbit { days } } } }', {}, undefined],
    [
      'five levels',
      '{ planets(first: 1) { neighbours(first: 1) { neighbours(first: 1) { orbit { days } } } } }',
      {},
      'OPERATION_TOO_DEEP',
    ],
    [
      'five levels through fragments',
      '{ planets(first: 1) { ...A } } fragment A on Planet { neighbours(first: 1) { ...B } } fragment B on Planet { neighbours(first: 1) { orbit { days } } }',
      {},
      'OPERATION_TOO_DEEP',
    ],
    ['three aliases', '{ a: whoAsks b: whoAsks c: whoAsks }', {}, undefined],
    ['four aliases', '{ planet(id: "earth") { a: id b: id c: id d: id } }', {}, 'OPERATION_TOO_MANY_ALIASES'],
    ['four root fields', '{ a: whoAsks b: whoAsks c: whoAsks d: whoAsks }', {}, 'OPERATION_TOO_MANY_ROOT_FIELDS'],
    [
      'four root fields through a fragment',
      '{ ...F planets { id } } fragment F on Query { a: whoAsks b: whoAsks c: whoAsks }',
      {},
      'OPERATION_TOO_MANY_ROOT_FIELDS',
    ],
    ['a page of 100', '{ planets(first: 100) { id } }', {}, undefined],
    ['a page of 101', '{ planets(first: 101) { id } }', {}, 'OPERATION_TOO_COSTLY'],
    ['a page of 101 by variable', 'query ($n: Int) { planets(first: $n) { id } }', { n: 101 }, 'OPERATION_TOO_COSTLY'],
    ['a page of 101 by default', 'query ($n: Int = 101) { planets(first: $n) { id } }', {}, 'OPERATION_TOO_COSTLY'],
    ['lists in lists', '{ planets(first: 10) { neighbours(first: 10) { id } } }', {}, 'OPERATION_TOO_COSTLY'],
    ['a page whose size the schema gives', '{ planets { moons { name } } }', {}, 'OPERATION_TOO_COSTLY'],
    ['a list of unknown length in one', '{ planets(first: 9) { moons { name } } }', {}, undefined],
    ['too many tokens', `{ ${'whoAsks '.repeat(400)} }`, {}, 'OPERATION_TOO_LONG'],
  ];
  it.each(cases)('%s', async (_name, query, variables, code) => {
    const { status, body } = await gateway.post({ query, variables });
    expect(codesOf(body)).toEqual(code === undefined ? [] : [code]);
    expect(status).toBe(code === undefined ? 200 : 400);
  });

  it('measures a fragment that is used exponentially often in no time', async () => {
    const fragments = Array.from({ length: 20 }, (_, n) => `fragment F${n} on Planet { ...F${n + 1} ...F${n + 1} }`);
    const query = `{ planet(id: "earth") { ...F0 } } ${fragments.join(' ')} fragment F20 on Planet { id }`;
    const startedAt = performance.now();
    expect((await gateway.post({ query })).body).toEqual({ data: { planet: { id: 'earth' } } });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('introspection', () => {
  it('is answered where it is open, whatever its depth', async () => {
    await using gateway = await startTestGateway();
    const { body } = await gateway.post({ query: getIntrospectionQuery() });
    expect(body.errors).toBeUndefined();
    const names = body.data.__schema.types.map(({ name }: { name: string }) => name);
    expect(names).toContain('Planet');
    expect(names).not.toContain('ApiKeyOwner');
  });

  it('is refused in production, and nothing suggests names', async () => {
    await using gateway = await startTestGateway({ NODE_ENV: 'production', GATEWAY_OPEN_OPERATIONS: 'true' });
    expect(codesOf(await gateway.ask('{ __schema { types { name } } }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const answer = await gateway.ask('{ whoAskz }');
    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.errors?.[0]?.message).not.toMatch(/whoAsks/);
  });

  it('never shows what is inaccessible, also as a field', async () => {
    await using gateway = await startTestGateway();
    const token = await gateway.solarSystem.token({ sub: 'ada', roles: ['ADMIN'] });
    const answer = await gateway.post({ query: '{ verifyApiKey(key: "x") { userId } }' }, bearer(token));
    expect(codesOf(answer.body)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});
