import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { codesOf, startTestGateway } from './_gateway.ts';

const query = '{ planet(id: "earth") { name moons { name } } }';

/** Something that is no subgraph, in the place of `moons`. */
async function startImpostor(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = { 'content-type': 'application/json' };
const impostors: readonly (readonly [string, RequestListener, string])[] = [
  [
    'HTML',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>502</h1>'),
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'half of a JSON text',
    (_, response) => response.writeHead(200, json).end('{"data":{"_entities":[{"moo'),
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'a connection cut in the middle',
    (_, response) => {
      response.writeHead(200, { ...json, 'content-length': '1000' });
      response.write('{"data":');
      setImmediate(() => response.destroy());
    },
    'SUBGRAPH_UNAVAILABLE',
  ],
  ['nothing at all', (request) => request.socket.destroy(), 'SUBGRAPH_UNAVAILABLE'],
  ['an empty object', (_, response) => response.writeHead(200, json).end('{}'), 'SUBGRAPH_UNAVAILABLE'],
  [
    'data of the wrong type',
    (_, response) => response.writeHead(200, json).end('{"data":[1]}'),
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'errors of the wrong type',
    (_, response) => response.writeHead(200, json).end('{"errors":"bad"}'),
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'a status of 500',
    (_, response) => response.writeHead(500, json).end('{"data":{"_entities":[null]}}'),
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'more than the largest answer',
    (_, response) => response.writeHead(200, json).end(`{"data":{"x":"${'x'.repeat(3_000)}"}}`),
    'SUBGRAPH_UNAVAILABLE',
  ],
  ['an answer after the deadline', () => undefined, 'SUBGRAPH_TIMEOUT'],
];

describe('a subgraph that answers with', () => {
  it.each(impostors)('%s costs only its own fields', async (_name, listener, code) => {
    await using impostor = await startImpostor(listener);
    await using gateway = await startTestGateway(
      { GATEWAY_SUBGRAPH_TIMEOUT_MS: '500', GATEWAY_SUBGRAPH_RESPONSE_BYTES_MAX: '2048' },
      { replace: { moons: impostor.url } },
    );
    const answer = await gateway.ask('{ planet(id: "earth") { name } }');
    expect(answer).toEqual({ data: { planet: { name: 'Earth' } } });
    const partial = await gateway.ask(query);
    // `moons` cannot be null, so the planet is; what else was asked for stays.
    expect(partial.data).toEqual({ planet: null });
    expect(codesOf(partial)).toEqual([code]);
    expect(JSON.stringify(partial)).not.toMatch(/127\.0\.0\.1|"moons"|serviceName|stack/);
    const beside = await gateway.ask('{ whoAsks moonCount }');
    expect(codesOf(beside)).toEqual([code]);
    expect(beside.errors?.[0]?.path).toEqual(['moonCount']);
  });
});

describe('a subgraph that gives for a number', () => {
  it.each([
    ['an object', {}],
    ['an object with the names of methods', { toString: 'x', valueOf: 'y' }],
    ['a list', [1]],
  ])('%s gives no answer', async (_name, moonCount) => {
    await using impostor = await startImpostor((_, response) =>
      response.writeHead(200, json).end(JSON.stringify({ data: { moonCount } })),
    );
    await using gateway = await startTestGateway({}, { replace: { moons: impostor.url } });
    for (const _ of ['first', 'second']) {
      const answer = await gateway.ask('{ moonCount }');
      expect([answer.data ?? null, codesOf(answer)]).toEqual([null, ['ANSWER_INVALID']]);
    }
  });
});

describe('a subgraph that fails', () => {
  it('does not choose the status of the gateway’s response, nor its headers', async () => {
    const http = { status: 999, headers: { 'x-from-subgraph': 'yes' } };
    const errors = [{ message: 'no moons today', extensions: { code: 'NO_MOONS', http } }];
    await using impostor = await startImpostor((_, response) =>
      response.writeHead(200, json).end(JSON.stringify({ data: null, errors })),
    );
    await using gateway = await startTestGateway({}, { replace: { moons: impostor.url } });
    // Apollo Server answers the first time, our quick way the second.
    for (const _ of ['first', 'second']) {
      const { status, headers, body } = await gateway.post({ query: '{ moonCount }' });
      expect({ status, header: headers.get('x-from-subgraph') }).toEqual({ status: 200, header: null });
      expect(body.errors).toEqual([{ message: 'no moons today', extensions: { code: 'NO_MOONS' } }]);
    }
  });
});

describe('a subgraph that is down', () => {
  it('is told apart from the rest of the answer', async () => {
    await using gateway = await startTestGateway();
    await gateway.solarSystem.stop('moons');
    const answer = await gateway.ask('{ planets(first: 1) { name } planet(id: "jupiter") { name moons { name } } }');
    expect(answer.data).toEqual({ planets: [{ name: 'Earth' }], planet: null });
    expect(answer.errors).toEqual([
      {
        message: expect.stringMatching(/does not answer/),
        path: ['planet'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
      },
    ]);
  });

  it('is asked again when it has closed an idle connection, but never for a mutation', async () => {
    let requests = 0;
    await using impostor = await startImpostor((request, response) => {
      requests += 1;
      // The first request of the second connection on answers; the first connection dies with its second request.
      if (requests === 2 || requests === 4) request.socket.destroy();
      else response.writeHead(200, json).end('{"data":{"moonCount":2,"build":7}}');
    });
    await using gateway = await startTestGateway({ GATEWAY_SUBGRAPH_LINES: '0' }, { replace: { moons: impostor.url } });
    expect(await gateway.ask('{ moonCount }')).toEqual({ data: { moonCount: 2 } });
    expect(await gateway.ask('{ moonCount }')).toEqual({ data: { moonCount: 2 } });
    expect(requests).toBe(3);
    expect(codesOf(await gateway.ask('mutation { build }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(requests).toBe(4);
  });
});

describe('a client that leaves', () => {
  it('takes its question with it', async () => {
    const { promise: hasLeft, resolve } = Promise.withResolvers<void>();
    const { promise: hasCome, resolve: come } = Promise.withResolvers<void>();
    await using impostor = await startImpostor((request) => {
      come();
      request.socket.once('close', () => resolve());
    });
    await using gateway = await startTestGateway({}, { replace: { moons: impostor.url } });
    const leaving = new AbortController();
    const asking = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ query: '{ moonCount }' }),
      signal: leaving.signal,
    });
    await hasCome;
    leaving.abort();
    await expect(asking).rejects.toThrow(/abort/);
    await hasLeft;
  });
});
