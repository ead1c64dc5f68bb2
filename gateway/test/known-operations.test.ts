import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, startTestGateway, type TestGateway } from './_gateway.ts';

const text = 'query A { whoAsks }';

describe('an operation that is known', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    for (let times = 0; times < 2; times += 1) {
      expect((await gateway.post({ query: text, operationName: 'A' })).body).toEqual({
        data: { whoAsks: 'nobody' },
      });
    }
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  it.each([
    ['its name before its text', { query: `A${text}` }],
    ['its name on a line before its text', { query: `A\n${text}` }],
    ['the lengths that tell the two apart', { query: `1:A${text}` }],
    ['a part of its text for a name', { query: text.slice(6), operationName: 'Aquery ' }],
    ['another name', { query: text, operationName: 'B' }],
  ])('is not mistaken for a request with %s', async (_what, request) => {
    const { body } = await gateway.post(request);
    expect(body.data).toBeUndefined();
    expect(codesOf(body)).not.toEqual([]);
  });

  it('takes a variable with any name', async () => {
    const query = 'query ($__proto__: Boolean!) { whoAsks @include(if: $__proto__) }';
    for (let times = 0; times < 2; times += 1) {
      const body = `{"query":${JSON.stringify(query)},"variables":{"__proto__":true}}`;
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(await response.json()).toEqual({ data: { whoAsks: 'nobody' } });
    }
  });
});

describe('a gateway without introspection', () => {
  it('says so in words for clients', async () => {
    await using gateway = await startTestGateway({ GATEWAY_INTROSPECTION: 'false' });
    const { body } = await gateway.post({ query: '{ __schema { queryType { name } } }' });
    expect(body.errors?.map(({ message }) => message)).toEqual(['The schema cannot be asked for here.']);
  });
});
