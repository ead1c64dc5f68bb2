import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { anyone, codeOf, hello, helloData, type RawRequest, startClient, startRawServer } from './_raw-server.ts';

const query = '{"query":"{ hello }"}';

/** Ends without a word the requests of these numbers. */
const dieAt =
  (...numbers: readonly number[]) =>
  ({ socket, number }: RawRequest) => {
    if (numbers.includes(number)) socket.destroy();
    else socket.write(hello);
  };

describe('a connection that dies before it has answered', () => {
  it('has its query sent once more', async () => {
    await using server = await startRawServer(dieAt(2));
    const { client, told } = startClient(server.url);
    await using _ = client;
    for (let i = 0; i < 2; i++) expect(await client.send(query, 'query', anyone)).toEqual(helloData);
    expect(server.requests).toHaveLength(3);
    expect(told).toEqual({ outcomes: ['ok', 'ok'], retried: 1, shared: 0 });
  });

  it('has its query sent once more, and then no more', async () => {
    await using server = await startRawServer(dieAt(1, 2));
    const { client, told } = startClient(server.url);
    await using _ = client;
    expect(await codeOf(client.send(query, 'query', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.requests).toHaveLength(2);
    expect(told).toEqual({ outcomes: ['unavailable'], retried: 1, shared: 0 });
  });

  it('never has its mutation sent again', async () => {
    await using server = await startRawServer(dieAt(2));
    const { client, told } = startClient(server.url);
    await using _ = client;
    await client.send(query, 'query', anyone);
    expect(await codeOf(client.send(query, 'mutation', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.requests).toHaveLength(2);
    expect(told.retried).toBe(0);
  });

  it('has nothing sent again once the answer has begun', async () => {
    await using server = await startRawServer(({ socket }) => socket.end(hello.slice(0, 5)));
    const { client } = startClient(server.url);
    await using _ = client;
    expect(await codeOf(client.send(query, 'query', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.requests).toHaveLength(1);
  });

  it('is not followed by others that died with it', async () => {
    const held: RawRequest[] = [];
    let hasRestarted = false;
    await using server = await startRawServer((request) => {
      if (hasRestarted && request.connection <= 4) request.socket.resetAndDestroy();
      else if (request.number <= 4) held.push(request);
      else request.socket.write(hello);
    });
    const { client, told } = startClient(server.url);
    await using _ = client;
    const asked = [1, 2, 3, 4].map((n) => client.send(`${query} ${n}`, 'query', anyone));
    await waitFor('four connections', () => held.length === 4);
    for (const { socket } of held) socket.write(hello);
    await Promise.all(asked);
    hasRestarted = true;
    expect(await client.send(query, 'query', anyone)).toEqual(helloData);
    expect(told.retried).toBe(1);
    await waitFor('the others are closed', () => server.sockets.size === 1);
  });

  it('closed while idle is not used, so that not even a mutation is lost', async () => {
    await using server = await startRawServer(({ socket, number }) => {
      if (number === 1) socket.end(hello);
      else socket.write(hello);
    });
    const { client } = startClient(server.url);
    await using _ = client;
    await client.send(query, 'query', anyone);
    await waitFor('the close', () => server.sockets.size === 0);
    expect(await client.send(query, 'mutation', anyone)).toEqual(helloData);
    expect(server.connections()).toBe(2);
  });
});
