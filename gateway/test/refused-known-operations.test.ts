import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { codesOf, startTestGateway } from './_gateway.ts';
import { foreignClient, nextOf, rawSocket } from './_socket.ts';

const query = '{ whoAsks }';

describe('an operation that is known and yet refused', () => {
  it('is answered with its error on a socket, which stays open, and is counted', async () => {
    await using gateway = await startTestGateway({ GATEWAY_RATE_PER_ADDRESS: '2' });
    await waitFor('the gateway to reach Redis', async () => (await fetch(`${gateway.url}/readyz`)).ok);
    await gateway.ask(query);
    await using client = foreignClient(gateway.url);
    expect(await nextOf(client.iterate({ query }))).toEqual({ data: { whoAsks: 'nobody' } });
    for (const _ of [1, 2]) {
      const refused = await nextOf(client.iterate({ query }));
      expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
      expect(refused.errors?.[0]?.extensions.retryAfterMs).toBeGreaterThan(0);
    }
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/operations_refused_total\{.*code="RATE_LIMITED".*\} 2\b/);
    expect(metrics).toMatch(/operation_seconds_count\{.*door="SOCKET".*outcome="errors".*\} 2\b/);
  });

  it('costs the others on its socket nothing', async () => {
    await using gateway = await startTestGateway({ GATEWAY_RATE_PER_ADDRESS: '2' });
    await waitFor('the gateway to reach Redis', async () => (await fetch(`${gateway.url}/readyz`)).ok);
    for (const _ of [1, 2]) await gateway.ask(query);
    await using socket = await rawSocket(gateway.url);
    socket.send({ type: 'connection_init' });
    await socket.next();
    socket.send({ id: '1', type: 'subscribe', payload: { query } });
    expect(await socket.next()).toMatchObject({
      id: '1',
      payload: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
    });
    expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
  });

  it('with an empty name is refused like one that is not known', async () => {
    await using gateway = await startTestGateway();
    for (const _ of [1, 2]) {
      const { status, body } = await gateway.post({ query, operationName: '' });
      expect([status, codesOf(body)]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE']]);
      expect((await gateway.post({ query })).status).toBe(200);
    }
  });
});
