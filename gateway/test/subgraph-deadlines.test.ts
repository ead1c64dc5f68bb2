import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { anyone, codeOf, hello, helloData, startClient, startRawServer } from './_raw-server.ts';

const query = '{"query":"{ hello }"}';
const never = () => undefined;

describe('a subgraph that takes too long', () => {
  it.each(['query', 'mutation'] as const)('is given up at its deadline, for a %s', async (kind) => {
    await using server = await startRawServer(({ socket, number }) => number > 1 && socket.write(hello));
    const { client, told } = startClient(server.url, { timeoutMs: 200 });
    await using _ = client;
    expect(await codeOf(client.send(query, kind, anyone))).toBe('SUBGRAPH_TIMEOUT');
    await waitFor('the close', () => server.sockets.size === 0);
    expect(await client.send(query, kind, anyone)).toEqual(helloData);
    expect(told.outcomes).toEqual(['timeout', 'ok']);
    expect(server.requests).toHaveLength(2);
  });

  it('is given up in the middle of its answer', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(hello.slice(0, -2)));
    const { client } = startClient(server.url, { timeoutMs: 200 });
    await using _ = client;
    expect(await codeOf(client.send(query, 'query', anyone))).toBe('SUBGRAPH_TIMEOUT');
    await waitFor('the close', () => server.sockets.size === 0);
  });

  it('keeps those that wait for a connection no longer than their deadline', async () => {
    await using server = await startRawServer(never);
    const { client } = startClient(server.url, { timeoutMs: 300, connectionsMax: 1 });
    await using _ = client;
    const codes = [1, 2, 3].map((n) => codeOf(client.send(`${query} ${n}`, 'query', anyone)));
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    expect(client.inFlight()).toBe(0);
  });

  it('is given up at the end of the whole operation', async () => {
    await using server = await startRawServer(never);
    const { client, told } = startClient(server.url);
    await using _ = client;
    const asking = { ...anyone, deadlineAt: performance.now() + 150 };
    expect(await codeOf(client.send(query, 'mutation', asking))).toBe('SUBGRAPH_TIMEOUT');
    await waitFor('the close', () => server.sockets.size === 0);
    expect(await codeOf(client.send(query, 'query', asking))).toBe('SUBGRAPH_TIMEOUT');
    expect(server.requests).toHaveLength(1);
    expect(told.outcomes).toEqual(['timeout']);
  });
});

describe('a client that has left', () => {
  it('takes its query along, and the connection with it', async () => {
    await using server = await startRawServer(({ socket, number }) => number > 1 && socket.write(hello));
    const { client, told } = startClient(server.url);
    await using _ = client;
    const leaving = new AbortController();
    const asked = codeOf(client.send(query, 'query', { ...anyone, signal: leaving.signal }));
    await waitFor('the request', () => server.requests.length === 1);
    leaving.abort();
    expect(await asked).toBe('SUBGRAPH_UNAVAILABLE');
    await waitFor('the close', () => server.sockets.size === 0);
    expect(await client.send(query, 'query', anyone)).toEqual(helloData);
    expect(told.outcomes).toEqual(['cancelled', 'ok']);
  });

  it('asks nothing any more', async () => {
    await using server = await startRawServer(never);
    const { client } = startClient(server.url);
    await using _ = client;
    const asking = { ...anyone, signal: AbortSignal.abort() };
    expect(await codeOf(client.send(query, 'query', asking))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.connections()).toBe(0);
  });

  it('does not take along a mutation that is under way, only one that still waits', async () => {
    await using server = await startRawServer(never);
    const { client, told } = startClient(server.url, { connectionsMax: 1 });
    await using _ = client;
    const leaving = new AbortController();
    const asking = { ...anyone, signal: leaving.signal };
    const sent = client.send(query, 'mutation', asking);
    const waits = codeOf(client.send(query, 'mutation', asking));
    await waitFor('the request', () => server.requests.length === 1);
    leaving.abort();
    expect(await waits).toBe('SUBGRAPH_UNAVAILABLE');
    server.requests[0]?.socket.write(hello);
    expect(await sent).toEqual(helloData);
    expect(server.requests).toHaveLength(1);
    expect(told.outcomes).toEqual(['cancelled', 'ok']);
  });
});
