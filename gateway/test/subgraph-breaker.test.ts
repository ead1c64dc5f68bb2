import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { createBreaker } from '../src/subgraph/breaker.ts';
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

const query = (n: number) => `{"query":"{ hello }","variables":{"n":${n}}}`;
const options = { failures: 3, openMs: 1_000 };

describe('a breaker', () => {
  it('opens after failures in a row, lets one probe through after its time, and closes when that succeeds', () => {
    const breaker = createBreaker(options);
    for (let i = 0; i < 2; i++) breaker.failed(breaker.pass(0), 0);
    breaker.succeeded();
    for (let i = 0; i < 3; i++) {
      expect(breaker.state(0)).toBe('closed');
      expect(breaker.pass(0)).toBe('free');
      breaker.failed('free', i);
    }
    expect([breaker.state(1_001), breaker.pass(1_001)]).toEqual(['open', 'refused']);
    expect([breaker.state(1_002), breaker.pass(1_002)]).toEqual(['half-open', 'probe']);
    expect([breaker.state(1_002), breaker.pass(9_999)]).toEqual(['half-open', 'refused']);
    breaker.succeeded();
    expect([breaker.state(1_003), breaker.pass(1_003)]).toEqual(['closed', 'free']);
  });

  it('stays open when the probe fails, and is not held open by what was sent before', () => {
    const breaker = createBreaker(options);
    for (let i = 0; i < 3; i++) breaker.failed('free', 0);
    breaker.failed('free', 900);
    expect(breaker.pass(1_000)).toBe('probe');
    breaker.failed('free', 1_100);
    expect(breaker.state(1_100)).toBe('half-open');
    breaker.failed('probe', 1_200);
    expect([breaker.pass(2_199), breaker.pass(2_200)]).toEqual(['refused', 'probe']);
  });

  it('lets the next one probe when a probe is abandoned', () => {
    const breaker = createBreaker(options);
    for (let i = 0; i < 3; i++) breaker.failed('free', 0);
    expect(breaker.pass(1_000)).toBe('probe');
    breaker.abandoned('free');
    expect(breaker.pass(1_000)).toBe('refused');
    breaker.abandoned('probe');
    expect(breaker.pass(1_000)).toBe('probe');
  });
});

describe('a subgraph that fails again and again', () => {
  it('is left alone for a while, and asked by one request whether it is back', async () => {
    let isDown = true;
    const held: RawRequest[] = [];
    await using server = await startRawServer((request) => {
      if (isDown) request.socket.destroy();
      else held.push(request);
    });
    const { client, told } = startClient(server.url, { breaker: { failures: 2, openMs: 100 } });
    await using _ = client;
    for (let i = 0; i < 2; i++)
      expect(await codeOf(client.send(query(i), 'mutation', anyone))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(client.breakerState()).not.toBe('closed');
    isDown = false;
    await waitFor('the time of a probe', () => client.breakerState() === 'half-open');
    const probe = client.send(query(3), 'query', anyone);
    await expect(client.send(query(4), 'query', anyone)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      detail: { reason: 'breaker' },
    });
    await waitFor('the probe', () => held.length === 1);
    for (const { socket } of held) socket.write(hello);
    expect(await probe).toEqual(helloData);
    expect(client.breakerState()).toBe('closed');
    expect(told.outcomes).toEqual(['unavailable', 'unavailable', 'broken', 'ok']);
    expect(server.requests).toHaveLength(3);
  });

  it.each<readonly [string, (request: RawRequest) => void, boolean]>([
    ['deadlines', () => undefined, true],
    ['connections cut', ({ socket }) => socket.destroy(), true],
    ['answers of a proxy before it', ({ socket }) => socket.write(response('<h1>', [], '502 Bad Gateway')), true],
    ['answers that are no HTTP', ({ socket }) => socket.write('nonsense'), true],
    ['errors in its answers', ({ socket }) => socket.write(response('{"errors":[{"message":"no"}]}')), false],
    [
      'refusals with errors',
      ({ socket }) => socket.write(response('{"errors":[{"message":"no"}]}', [], '500 No')),
      false,
    ],
    ['answers of the wrong shape', ({ socket }) => socket.write(response('{}')), false],
    ['requests that are refused', ({ socket }) => socket.write(response('', [], '401 Unauthorized')), false],
  ])('by %s', async (_name, answer, opens) => {
    await using server = await startRawServer(answer);
    const { client } = startClient(server.url, { breaker: { failures: 3, openMs: 60_000 }, timeoutMs: 500 });
    await using _ = client;
    for (let i = 0; i < 3; i++) {
      expect(client.breakerState()).toBe('closed');
      await codeOf(client.send(query(i), 'query', anyone));
    }
    expect(client.breakerState()).toBe(opens ? 'open' : 'closed');
  });

  it('but not by clients that leave or operations that have no time left', async () => {
    await using server = await startRawServer(() => undefined);
    const { client, told } = startClient(server.url, { breaker: { failures: 1, openMs: 60_000 } });
    await using _ = client;
    const leaving = new AbortController();
    const left = codeOf(client.send(query(1), 'query', { ...anyone, signal: leaving.signal }));
    await waitFor('the request', () => server.requests.length === 1);
    leaving.abort();
    await left;
    await codeOf(client.send(query(2), 'query', { ...anyone, deadlineAt: performance.now() + 30 }));
    expect(told.outcomes).toEqual(['cancelled', 'timeout']);
    expect(client.breakerState()).toBe('closed');
  });
});
