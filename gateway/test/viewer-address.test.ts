import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, startTestGateway, type TestGateway } from './_gateway.ts';
import { rawSocket } from './_socket.ts';
import { goodApiKey } from './_solar-system.ts';

const query = '{ whereFrom }';
const told = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' };

describe('the address that subgraphs are told of', () => {
  let open: TestGateway;
  let behindProxy: TestGateway;
  beforeAll(async () => {
    open = await startTestGateway();
    behindProxy = await startTestGateway({ GATEWAY_TRUSTED_PROXIES: 'loopback' });
  });
  afterAll(async () => {
    await open[Symbol.asyncDispose]();
    await behindProxy[Symbol.asyncDispose]();
  });

  const addresses: readonly (readonly [string, () => TestGateway, Record<string, string>, string])[] = [
    ['the peer’s', () => open, {}, '127.0.0.1'],
    ['the peer’s, whatever a client makes up', () => open, told, '127.0.0.1'],
    ['what a trusted proxy says, as far as proxies are trusted', () => behindProxy, told, '203.0.113.9'],
  ];

  it.each(addresses)('over HTTP is %s', async (_name, of, headers, whereFrom) => {
    const gateway = of();
    const signedIn = bearer(await gateway.solarSystem.token({ sub: 'ada' }));
    expect((await gateway.post({ query }, { ...signedIn, ...headers })).body.data).toEqual({ whereFrom });
    const byKey = { 'x-api-key': goodApiKey };
    expect((await gateway.post({ query }, { ...byKey, ...headers })).body.data).toEqual({ whereFrom });
  });

  it.each(addresses)('over a socket is %s', async (_name, of, headers, whereFrom) => {
    const gateway = of();
    await using socket = await rawSocket(gateway.url, { headers });
    const authorization = `Bearer ${await gateway.solarSystem.token({ sub: 'ada' })}`;
    socket.send({ type: 'connection_init', payload: { authorization } });
    expect((await socket.next()).type).toBe('connection_ack');
    socket.send({ id: '1', type: 'subscribe', payload: { query } });
    expect((await socket.next()).payload).toEqual({ data: { whereFrom } });
  });

  it.each(addresses)('of a forwarded request is %s', async (_name, of, headers, address) => {
    const gateway = of();
    const signedIn = bearer(await gateway.solarSystem.token({ sub: 'ada' }));
    const response = await fetch(`${gateway.url}/files/x`, { headers: { ...signedIn, ...headers } });
    expect(await response.json()).toMatchObject({ viewer: { id: 'ada', address } });
  });

  it('of nobody is nobody’s business', async () => {
    expect((await open.ask(query)).data).toEqual({ whereFrom: null });
  });
});
