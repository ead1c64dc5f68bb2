import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { closeCodes } from '../src/live/close-codes.ts';
import { codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { admittedSocket, rawSocket } from './_socket.ts';
import { goodApiKey } from './_solar-system.ts';

const watch = { query: 'subscription { planetChanged(id: "earth") { id } }' };
const closedWith = (reason: keyof typeof closeCodes) => ({ code: closeCodes[reason].code, reason });

describe('a socket', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ GATEWAY_INIT_TIMEOUT_MS: '300', GATEWAY_SUBSCRIPTIONS_PER_SOCKET_MAX: '2' });
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  const publish = async (type: string, payload: unknown) => {
    const redis = new Redis(gateway.redis.url);
    const occurredAt = new Date().toISOString();
    const fields = [
      'id',
      crypto.randomUUID(),
      'type',
      type,
      'occurredAt',
      occurredAt,
      'payload',
      JSON.stringify(payload),
    ];
    await redis.xadd(`${gateway.redis.prefix}stream:identity.events`, '*', ...fields);
    redis.disconnect();
  };

  const refused: readonly (readonly [string, () => Promise<unknown>, keyof typeof closeCodes])[] = [
    [
      'an expired token',
      async () => ({ authorization: `Bearer ${await gateway.solarSystem.token({ sub: 'a', expiresIn: -60 })}` }),
      'TOKEN_EXPIRED',
    ],
    [
      'a forged token',
      async () => ({ authorization: `Bearer ${await gateway.solarSystem.forgedToken('a')}` }),
      'TOKEN_INVALID',
    ],
    ['an unknown API key', async () => ({ apiKey: 'guess' }), 'TOKEN_INVALID'],
  ];
  it.each(refused)('with %s is closed with the code that says so', async (_name, payload, reason) => {
    await using socket = await rawSocket(gateway.url);
    socket.send({ type: 'connection_init', payload: await payload() });
    expect(await socket.closed).toEqual(closedWith(reason));
  });

  it('with an API key is admitted', async () => {
    await using socket = await rawSocket(gateway.url);
    socket.send({ type: 'connection_init', payload: { apiKey: goodApiKey } });
    expect((await socket.next()).type).toBe('connection_ack');
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }' } });
    expect((await socket.next()).payload).toEqual({ data: { whoAsks: 'ada (ADMIN)' } });
  });

  it('is closed when its token expires', async () => {
    // Five seconds of tolerance belong to the token.
    const token = await gateway.solarSystem.token({ sub: 'ada', expiresIn: -3 });
    await using socket = await admittedSocket(gateway.url, token);
    expect(await socket.closed).toEqual(closedWith('TOKEN_EXPIRED'));
  });

  it('stays when a ping brings a new token in time, and the token is not sent back', async () => {
    const first = await gateway.solarSystem.token({ sub: 'ada', expiresIn: -2 });
    await using socket = await admittedSocket(gateway.url, first);
    const second = await gateway.solarSystem.token({ sub: 'ada', expiresIn: 0 });
    const startedAt = performance.now();
    socket.send({ type: 'ping', payload: { authorization: `Bearer ${second}` } });
    expect(await socket.next()).toEqual({ type: 'pong' });
    await socket.closed;
    expect(performance.now() - startedAt).toBeGreaterThan(3_500);
  });

  it('is closed when the new token is another viewer’s', async () => {
    await using socket = await admittedSocket(gateway.url, await gateway.solarSystem.token({ sub: 'ada' }));
    socket.send({
      type: 'ping',
      payload: { authorization: `Bearer ${await gateway.solarSystem.token({ sub: 'bob' })}` },
    });
    expect(await socket.closed).toEqual(closedWith('TOKEN_INVALID'));
  });

  it('is closed when the viewer’s sessions end or roles change, and the viewer’s older tokens count no more', async () => {
    const old = await gateway.solarSystem.token({ sub: 'eve', expiresIn: 500 });
    const other = await admittedSocket(gateway.url, await gateway.solarSystem.token({ sub: 'bob' }));
    const ended = await admittedSocket(gateway.url, old);
    await publish('identity.user.sessions-ended.v1', { userId: 'eve' });
    expect(await ended.closed).toEqual(closedWith('SESSIONS_ENDED'));
    const changed = await admittedSocket(gateway.url, await gateway.solarSystem.token({ sub: 'mia' }));
    await publish('something.else.v1', { userId: 'mia' });
    await publish('identity.user.roles-changed.v1', { userId: 'mia', roles: [] });
    expect(await changed.closed).toEqual(closedWith('ROLES_CHANGED'));
    other.send({ type: 'ping' });
    expect(await other.next()).toEqual({ type: 'pong' });
    await other[Symbol.asyncDispose]();
  });

  it('is closed when its own session ends, and its tokens count no more; other sessions of the viewer go on', async () => {
    const token = await gateway.solarSystem.token({ sub: 'kim', session: 'laptop' });
    const other = await gateway.solarSystem.token({ sub: 'kim', session: 'phone' });
    await using laptop = await admittedSocket(gateway.url, token);
    await using phone = await admittedSocket(gateway.url, other);
    await publish('identity.user.sessions-ended.v1', { userId: 'kim', sessionId: 'laptop' });
    expect(await laptop.closed).toEqual(closedWith('SESSIONS_ENDED'));
    expect(codesOf(await gateway.ask('{ whoAsks }', {}, token))).toEqual(['TOKEN_EXPIRED']);
    expect(codesOf(await gateway.ask('{ whoAsks }', {}, other))).toEqual([]);
    phone.send({ type: 'ping' });
    expect(await phone.next()).toEqual({ type: 'pong' });
  });

  const malformed: readonly (readonly [string, readonly unknown[], number])[] = [
    ['sends no JSON', ['{"type"'], 4400],
    ['sends a message of no known type', [{ type: 'start' }], 4400],
    ['sends a number', ['1'], 4400],
    ['subscribes before it is admitted', [{ id: '1', type: 'subscribe', payload: watch }], 4401],
    ['is initialised twice', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    [
      'uses an id twice',
      [
        { type: 'connection_init' },
        { id: '1', type: 'subscribe', payload: watch },
        { id: '1', type: 'subscribe', payload: watch },
      ],
      4409,
    ],
    [
      'subscribes to a query that is no text',
      [{ type: 'connection_init' }, { id: '1', type: 'subscribe', payload: { query: 1 } }],
      4400,
    ],
    ['says nothing', [], 4408],
    ['sends more than a megabyte', [`"${'x'.repeat(1_100_000)}"`], 1009],
  ];
  it.each(malformed)('that %s is closed', async (_name, messages, code) => {
    await using socket = await rawSocket(gateway.url);
    for (const message of messages) {
      socket.send(message);
      // The acknowledgement comes only after the viewer is known.
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'connection_init') {
        await Promise.race([socket.next(), socket.closed]);
      }
    }
    expect((await socket.closed).code).toBe(code);
    expect((await gateway.ask('{ whoAsks }')).data).toEqual({ whoAsks: 'nobody' });
  });

  it('may hold only so many subscriptions', async () => {
    await using socket = await admittedSocket(gateway.url);
    for (const id of ['1', '2', '3']) socket.send({ id, type: 'subscribe', payload: watch });
    const messages = [await socket.next(), await socket.next(), await socket.next()];
    expect(messages.filter(({ type }) => type === 'next')).toHaveLength(2);
    const refusal = messages.find(({ type }) => type === 'error');
    expect(codesOf({ errors: refusal?.payload as never })).toEqual(['SUBSCRIPTIONS_TOO_MANY']);
  });

  it('from a page elsewhere is refused', async () => {
    await expect(rawSocket(gateway.url, { headers: { origin: 'http://evil.test' } })).rejects.toThrow(/403/);
    await using socket = await rawSocket(gateway.url, { headers: { origin: 'http://lectern.test' } });
    socket.send({ type: 'connection_init' });
    expect((await socket.next()).type).toBe('connection_ack');
  });

  it('of a protocol we do not speak is closed', async () => {
    await expect(rawSocket(gateway.url, { protocol: 'graphql-ws' })).rejects.toThrow();
  });
});

describe('a gateway that stops', () => {
  it('tells its sockets to come back', async () => {
    await using gateway = await startTestGateway();
    await using socket = await admittedSocket(gateway.url);
    const [closed] = await Promise.all([socket.closed, gateway.stop()]);
    expect(closed).toEqual(closedWith('GOING_AWAY'));
    await expect(fetch(`${gateway.url}/livez`)).rejects.toThrow();
  });

  it('lets running operations finish', async () => {
    await using gateway = await startTestGateway();
    const running = gateway.ask('{ slow(ms: 400) }');
    await gateway.ask('{ whoAsks }');
    const stopped = gateway.stop();
    expect(await running).toEqual({ data: { slow: 'done' } });
    await stopped;
  });
});
