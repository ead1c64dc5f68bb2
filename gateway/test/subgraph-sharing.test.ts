import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import type { Asking } from '../src/subgraph/client.ts';
import { anyone, codeOf, hello, helloData, type RawRequest, startClient, startRawServer } from './_raw-server.ts';

const query = '{"query":"{ hello }"}';
const user = { kind: 'USER', id: 'u1', roles: ['A', 'B'], via: 's1' } as const;
const asUser: Asking = { viewer: user, requestId: 'r1' };

/** Sends both while the first is under way, and tells how many requests that made. */
async function requestsOf(one: Asking, other: Asking, body = query, kind: 'query' | 'mutation' = 'query') {
  const held: RawRequest[] = [];
  await using server = await startRawServer((request) => held.push(request));
  const { client, told } = startClient(server.url);
  await using _ = client;
  const first = client.send(query, kind, one);
  await waitFor('the first', () => held.length === 1);
  const second = client.send(body, kind, other);
  if (told.shared === 0) await waitFor('the second', () => held.length === 2);
  for (const { socket } of held) socket.write(hello);
  expect(await Promise.all([first, second])).toEqual([helloData, helloData]);
  expect(told.outcomes).toHaveLength(held.length);
  return held.length;
}

describe('reads under way are shared', () => {
  it.each<readonly [string, Asking, Asking]>([
    [
      'by anyone',
      anyone,
      { ...anyone, requestId: 'r2', traceparent: '00-1-2-01', deadlineAt: performance.now() + 60_000 },
    ],
    ['by the same viewer', asUser, { ...asUser, viewer: { ...user, roles: [...user.roles] } }],
    [
      'by one service',
      { ...anyone, viewer: { kind: 'SERVICE', name: 's' } },
      { ...anyone, viewer: { kind: 'SERVICE', name: 's' } },
    ],
    [
      'with the same headers',
      { ...anyone, forwarded: { a: '1', b: '2' } },
      { ...anyone, forwarded: { b: '2', a: '1' } },
    ],
  ])('%s', async (_name, one, other) => {
    expect(await requestsOf(one, other)).toBe(1);
  });

  it('while the answer belongs to each alone', async () => {
    const held: RawRequest[] = [];
    await using server = await startRawServer((request) => held.push(request));
    const { client, told } = startClient(server.url);
    await using _ = client;
    const asked = [1, 2, 3].map(() => client.send(query, 'query', anyone));
    await waitFor('the request', () => held.length === 1);
    held[0]?.socket.write(hello);
    const [one, two, three] = await Promise.all(asked);
    if (one?.data) one.data.hello = 'changed';
    expect([two, three]).toEqual([helloData, helloData]);
    expect(two?.data).not.toBe(three?.data);
    expect(told).toEqual({ outcomes: ['ok'], shared: 2, retried: 0 });
  });
});

describe('reads under way are not shared', () => {
  it.each<readonly [string, Asking, Asking]>([
    ['by another viewer', asUser, { ...asUser, viewer: { ...user, id: 'u2' } }],
    ['by the same account through another session', asUser, { ...asUser, viewer: { ...user, via: 's2' } }],
    ['with other roles', asUser, { ...asUser, viewer: { ...user, roles: ['A'] } }],
    ['with roles that read alike', asUser, { ...asUser, viewer: { ...user, roles: ['A,B'] } }],
    ['from another address', asUser, { ...asUser, viewer: { ...user, address: '192.0.2.1' } }],
    ['by a user and anyone', asUser, anyone],
    [
      'by another service',
      { ...anyone, viewer: { kind: 'SERVICE', name: 's' } },
      { ...anyone, viewer: { kind: 'SERVICE', name: 't' } },
    ],
    ['with another header', { ...anyone, forwarded: { a: '1' } }, { ...anyone, forwarded: { b: '1' } }],
    ['with another value of it', { ...anyone, forwarded: { a: '1' } }, { ...anyone, forwarded: { a: '2' } }],
    ['with a value that differs far from its end', headed(`1${'x'.repeat(90)}`), headed(`2${'x'.repeat(90)}`)],
    ['with one header more', { ...anyone, forwarded: { a: '1' } }, { ...anyone, forwarded: { a: '1', b: '1' } }],
    ['with a header and with none', { ...anyone, forwarded: { a: '1' } }, anyone],
  ])('%s', async (_name, one, other) => {
    expect(await requestsOf(one, other)).toBe(2);
    expect(await requestsOf(other, one)).toBe(2);
  });

  it('when they ask something else, by their end or only far before it', async () => {
    expect(await requestsOf(anyone, anyone, '{"query":"{ hallo }"}')).toBe(2);
    expect(await requestsOf(anyone, anyone, '{"quest":"{ hello }"}')).toBe(2);
  });

  it('when they are mutations', async () => {
    expect(await requestsOf(anyone, anyone, query, 'mutation')).toBe(2);
  });

  it('once they are answered', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(hello));
    const { client } = startClient(server.url);
    await using _ = client;
    for (let i = 0; i < 3; i++) await client.send(query, 'query', anyone);
    expect(server.requests).toHaveLength(3);
  });
});

describe('one of those who share', () => {
  it('may leave without the others, and when all have left the request is ended', async () => {
    await using server = await startRawServer(() => undefined);
    const { client, told } = startClient(server.url);
    await using _ = client;
    const leaving = [0, 1, 2].map(() => new AbortController());
    const codes = leaving.map(({ signal }) => codeOf(client.send(query, 'query', { ...anyone, signal })));
    await waitFor('the request', () => server.requests.length === 1);
    leaving[0]?.abort();
    expect(await codes[0]).toBe('SUBGRAPH_UNAVAILABLE');
    leaving[2]?.abort();
    expect(await codes[2]).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.sockets.size).toBe(1);
    expect(client.inFlight()).toBe(1);
    leaving[1]?.abort();
    expect(await codes[1]).toBe('SUBGRAPH_UNAVAILABLE');
    await waitFor('the close', () => server.sockets.size === 0);
    expect(told).toEqual({ outcomes: ['cancelled'], shared: 2, retried: 0 });
  });

  it('may have less time than the others', async () => {
    await using server = await startRawServer(() => undefined);
    const { client } = startClient(server.url);
    await using _ = client;
    const patient = client.send(query, 'query', anyone);
    const hurried = client.send(query, 'query', { ...anyone, deadlineAt: performance.now() + 50 });
    expect(await codeOf(hurried)).toBe('SUBGRAPH_TIMEOUT');
    server.requests[0]?.socket.write(hello);
    expect(await patient).toEqual(helloData);
    expect(server.requests).toHaveLength(1);
  });

  it('fails as all of them do', async () => {
    await using server = await startRawServer(({ socket }) => socket.end('nonsense'));
    const { client, told } = startClient(server.url);
    await using _ = client;
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(client.send(query, 'query', anyone))));
    expect(codes).toEqual(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE']);
    expect(told.outcomes).toEqual(['unavailable']);
  });
});

function headed(value: string): Asking {
  return { ...anyone, forwarded: { authorization: value } };
}

describe('a read that began before a mutation was over', () => {
  it('is not what a later one is answered with', async () => {
    const held: RawRequest[] = [];
    await using server = await startRawServer((request) => held.push(request));
    const { client, told } = startClient(server.url);
    await using _ = client;
    const before = client.send(query, 'query', anyone);
    const mutation = client.send('{"query":"mutation { hello }"}', 'mutation', anyone);
    await waitFor('both', () => held.length === 2);
    held.find(({ body }) => body.includes('mutation'))?.socket.write(hello);
    await mutation;
    const after = client.send(query, 'query', anyone);
    const alike = client.send(query, 'query', anyone);
    await waitFor('the later one', () => held.length === 3);
    for (const { body, socket } of held) if (!body.includes('mutation')) socket.write(hello);
    expect(await Promise.all([before, after, alike])).toEqual([helloData, helloData, helloData]);
    expect(told).toEqual({ outcomes: ['ok', 'ok', 'ok'], shared: 1, retried: 0 });
  });
});
