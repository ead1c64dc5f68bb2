import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startHttpService } from './http-service.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

const logger = createLogger('test', { level: 'silent', format: 'json' });

function start(checks: Record<string, () => Promise<unknown>>) {
  const metrics = createMetrics('test');
  return startHttpService({
    host: '127.0.0.1',
    port: 0,
    logger,
    metrics,
    checks,
    routes: (app) => void app.get('/slow', async () => ({ ok: true })),
  });
}

describe('the HTTP side of a service', () => {
  it('is alive whatever its dependencies do, and ready only when all of them are usable', async () => {
    let isUsable = false;
    await using service = await start({
      database: async () => {
        if (!isUsable) throw new Error('connection refused');
      },
    });
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    const notReady = await fetch(`${service.url}/readyz`);
    expect(notReady.status).toBe(503);
    expect(await notReady.json()).toEqual({ status: 'not ready', failed: { database: 'connection refused' } });
    isUsable = true;
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  });

  it('is not ready when a check hangs', async () => {
    await using service = await start({ redis: () => new Promise(() => undefined) });
    const answer = await fetch(`${service.url}/readyz`);
    expect(await answer.json()).toMatchObject({ failed: { redis: expect.stringContaining('took longer') } });
  });

  it('exposes metrics with the service as a label', async () => {
    await using service = await start({});
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toContain('process_cpu_user_seconds_total{service="test"}');
  });

  it('shows metrics and what failed to nobody behind a proxy', async () => {
    await using service = await start({ database: () => Promise.reject(new Error('10.1.2.3 refused')) });
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await fetch(`${service.url}/metrics`, { headers })).status).toBe(404);
    const ready = await fetch(`${service.url}/readyz`, { headers });
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'not ready' });
  });

  it('does not wait, when it stops, for connections on which nothing was ever asked', async () => {
    const service = await start({});
    const unused = connect(Number(new URL(service.url).port), '127.0.0.1');
    const closed = once(unused, 'close');
    await once(unused, 'connect');
    // It knows of the connection when it answers on a later one.
    await (await fetch(`${service.url}/livez`)).text();
    await service[Symbol.asyncDispose]();
    await closed;
  });

  it('refuses connections once it is disposed', async () => {
    const service = await start({});
    await service[Symbol.asyncDispose]();
    await expect(fetch(`${service.url}/livez`)).rejects.toThrow();
  });
});
