import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';

describe('requests that are not as they should be', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  const send = async (init: RequestInit & { duplex?: 'half' }, path = '/graphql') => {
    const response = await fetch(`${gateway.url}${path}`, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  };
  const json = { 'content-type': 'application/json' };
  const bodyOf = (bytes: number) =>
    JSON.stringify({ query: 'query ($text: String!) { echo(text: $text) }', variables: { text: 'x'.repeat(bytes) } });

  it('of 10 MB are refused, signed in or not', async () => {
    const token = await gateway.solarSystem.token({ sub: 'ada' });
    for (const headers of [{}, bearer(token)]) {
      const { status, body } = await gateway.post(bodyOf(10_000_000), headers);
      expect([status, codesOf(body)]).toEqual([413, ['BODY_TOO_LARGE']]);
    }
  });

  it('of 10 MB that do not say so beforehand are refused', async () => {
    const stream = new Blob([bodyOf(10_000_000)]).stream();
    const answer = send({ method: 'POST', headers: json, body: stream, duplex: 'half' });
    // The connection may be cut while the client still sends; then there is no answer to read.
    const outcome = await answer.then(({ status }) => status).catch(() => 413);
    expect(outcome).toBe(413);
    expect((await gateway.ask('{ whoAsks }')).data).toEqual({ whoAsks: 'nobody' });
  });

  it('of 7 MB pass for those signed in, and of 300 kB not for others', async () => {
    const token = await gateway.solarSystem.token({ sub: 'ada' });
    const large = await gateway.post(bodyOf(7_000_000), bearer(token));
    expect(large.body.data?.echo).toHaveLength(7_000_000);
    expect((await gateway.post(bodyOf(300_000))).status).toBe(413);
    expect((await gateway.post(bodyOf(200_000))).status).toBe(200);
  });

  const cases: readonly (readonly [string, RequestInit, string, number, string])[] = [
    [
      'half of a JSON text',
      { method: 'POST', headers: json, body: '{"query": "{ who' },
      '/graphql',
      400,
      'BODY_NOT_JSON',
    ],
    ['an empty body', { method: 'POST', headers: json }, '/graphql', 400, 'BODY_NOT_JSON'],
    [
      'a JSON text that is no object',
      { method: 'POST', headers: json, body: '"{ whoAsks }"' },
      '/graphql',
      400,
      'BODY_NOT_JSON',
    ],
    ['a batch', { method: 'POST', headers: json, body: '[{"query":"{ whoAsks }"}]' }, '/graphql', 400, 'BODY_NOT_JSON'],
    [
      'a form',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={whoAsks}' },
      '/graphql',
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      'plain text',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{ whoAsks }"}' },
      '/graphql',
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    ['a PUT', { method: 'PUT', headers: json, body: '{"query":"{ whoAsks }"}' }, '/graphql', 405, 'METHOD_NOT_ALLOWED'],
    ['a GET that a foreign page could make', { method: 'GET' }, '/graphql?query={whoAsks}', 400, 'BAD_REQUEST'],
    ['an address with nothing', { method: 'GET' }, '/nothing', 404, 'PATH_NOT_FOUND'],
  ];
  it.each(cases)('%s', async (_name, init, path, status, code) => {
    const answer = await send(init, path);
    expect([answer.status, codesOf(answer.body)]).toEqual([status, [code]]);
  });

  it('a mutation by GET', async () => {
    const query = encodeURIComponent('mutation { rename(id: "earth", name: "Terra") { id } }');
    const answer = await send({ headers: { 'apollo-require-preflight': '1' } }, `/graphql?query=${query}`);
    expect([answer.status, answer.headers.get('allow'), codesOf(answer.body)]).toEqual([405, 'POST', ['BAD_REQUEST']]);
    expect(gateway.solarSystem.planets.get('earth')?.name).toBe('Earth');
  });

  it('a query by GET is answered', async () => {
    const answer = await send({ headers: { 'apollo-require-preflight': '1' } }, '/graphql?query={whoAsks}');
    expect(answer.body).toEqual({ data: { whoAsks: 'nobody' } });
  });
});
