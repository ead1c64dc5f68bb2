import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import {
  anyone,
  codeOf,
  hello,
  helloData,
  type RawRequest,
  response,
  startClient,
  startRawServer,
} from './_raw-server.ts';

/** Bodies that differ, so that none is shared. */
const query = (number = 0) => `{"query":"{ hello }","variables":{"n":${number}}}`;
const answerAll = ({ socket }: RawRequest) => socket.write(hello);

/** Holds requests back until the test lets them go. */
function createGate() {
  const held: RawRequest[] = [];
  return {
    held,
    hold: (request: RawRequest) => held.push(request),
    openAll: () => {
      for (const { socket } of held.splice(0)) socket.write(hello);
    },
  };
}

describe('connections', () => {
  it('serve one request after the other', async () => {
    await using server = await startRawServer(answerAll);
    const { client } = startClient(server.url);
    await using _ = client;
    for (let i = 0; i < 50; i++) expect(await client.send(query(), 'query', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(1);
  });

  it('are no more than allowed; further requests wait in line, and past that are refused at once', async () => {
    const gate = createGate();
    await using server = await startRawServer(gate.hold);
    const { client, told } = startClient(server.url, { connectionsMax: 2, queueMax: 3 });
    await using _ = client;
    const asked = Array.from({ length: 5 }, (_, n) => client.send(query(n), 'query', anyone));
    expect(await codeOf(client.send(query(5), 'query', anyone))).toBe('SUBGRAPH_OVERLOADED');
    expect(client.inFlight()).toBe(5);
    await waitFor('both connections', () => gate.held.length === 2);
    expect(server.connections()).toBe(2);
    const next = client.send(query(6), 'query', anyone);
    expect(await codeOf(next)).toBe('SUBGRAPH_OVERLOADED');
    for (const count of [4, 5]) {
      gate.openAll();
      await waitFor('the next ones', () => server.requests.length >= count);
    }
    await waitFor('the last', () => gate.held.length > 0);
    gate.openAll();
    expect(await Promise.all(asked)).toEqual(asked.map(() => helloData));
    expect(server.connections()).toBe(2);
    expect(server.requests.map(({ body }) => JSON.parse(body).variables.n)).toEqual([0, 1, 2, 3, 4]);
    expect(told.outcomes).toEqual(['overloaded', 'overloaded', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(client.inFlight()).toBe(0);
  });

  it('used last are used first', async () => {
    const gate = createGate();
    await using server = await startRawServer((request) =>
      request.number <= 3 ? gate.hold(request) : answerAll(request),
    );
    const { client } = startClient(server.url);
    await using _ = client;
    const asked = [1, 2, 3].map((n) => client.send(query(n), 'query', anyone));
    await waitFor('three connections', () => gate.held.length === 3);
    for (const { socket } of gate.held) socket.write(hello);
    await Promise.all(asked);
    for (let i = 0; i < 5; i++) await client.send(query(), 'query', anyone);
    expect(server.connections()).toBe(3);
    expect(new Set(server.requests.slice(3).map(({ connection }) => connection)).size).toBe(1);
  });

  it('are closed after a time without use', async () => {
    await using server = await startRawServer(answerAll);
    const { client } = startClient(server.url, { idleMs: 100 });
    await using _ = client;
    await client.send(query(), 'query', anyone);
    await waitFor('the close', () => server.sockets.size === 0);
    expect(await client.send(query(), 'mutation', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(2);
  });

  it('are closed before the subgraph says that it would', async () => {
    await using server = await startRawServer(({ socket }) =>
      socket.write(response('{"data":{"hello":"there"}}', ['Keep-Alive: max=7, timeout=1'])),
    );
    const { client } = startClient(server.url);
    await using _ = client;
    await client.send(query(), 'query', anyone);
    await waitFor('the close', () => server.sockets.size === 0, 10_000);
  });

  it('that cannot be made fail the request, once tried again', async () => {
    const server = await startRawServer(answerAll);
    await server[Symbol.asyncDispose]();
    const { client, told } = startClient(server.url);
    await using _ = client;
    expect(await codeOf(client.send(query(), 'mutation', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(told).toEqual({ outcomes: ['unavailable'], retried: 1, shared: 0 });
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, n) => codeOf(client.send(query(n), 'query', anyone))),
    );
    expect(new Set(many)).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
    expect(client.inFlight()).toBe(0);
  });

  it('serve a subgraph whose name is resolved, over IPv4 or IPv6', async () => {
    await using server = await startRawServer(answerAll);
    const { client } = startClient(server.url.replace('127.0.0.1', 'localhost'));
    await using _ = client;
    expect(await client.send(query(), 'query', anyone)).toEqual(helloData);
    expect(server.requests[0]?.header('host')).toMatch(/^localhost:\d+$/);
  });

  it('are not used again while a request is still being written', async () => {
    await using server = await startRawServer(answerAll);
    server.earlyAnswer = hello;
    const { client } = startClient(server.url);
    await using _ = client;
    const large = JSON.stringify({ query: 'x'.repeat(30_000_000) });
    expect(await client.send(large, 'mutation', anyone)).toEqual(helloData);
    server.earlyAnswer = undefined;
    expect(await client.send(query(), 'mutation', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(2);
  });
});

describe('a client that is disposed', () => {
  it('lets running requests end, refuses new ones, and closes every connection', async () => {
    const gate = createGate();
    await using server = await startRawServer((request) =>
      request.number === 1 ? answerAll(request) : gate.hold(request),
    );
    const { client, told } = startClient(server.url, { drainMs: 20_000, connectionsMax: 1 });
    await client.send(query(), 'query', anyone);
    const asked = [1, 2].map((n) => client.send(query(n), 'query', anyone));
    await waitFor('the request', () => gate.held.length === 1);
    const closed = client[Symbol.asyncDispose]();
    expect(await codeOf(client.send(query(3), 'query', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    gate.openAll();
    await waitFor('the one that waited', () => gate.held.length === 1);
    gate.openAll();
    expect(await Promise.all(asked)).toEqual([helloData, helloData]);
    await closed;
    await waitFor('the close', () => server.sockets.size === 0);
    expect(told.outcomes).toEqual(['ok', 'unavailable', 'ok', 'ok']);
  });

  it('does not wait for ever', async () => {
    await using server = await startRawServer(() => undefined);
    const { client } = startClient(server.url, { drainMs: 50, connectionsMax: 1 });
    const asked = [1, 2].map((n) => codeOf(client.send(query(n), 'mutation', anyone)));
    await waitFor('the request', () => server.requests.length === 1);
    await client[Symbol.asyncDispose]();
    expect(await Promise.all(asked)).toEqual(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE']);
    await waitFor('the close', () => server.sockets.size === 0);
  });
});
