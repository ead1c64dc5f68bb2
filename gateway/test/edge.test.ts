import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testSigningSecret } from '@lectern/testing';
import { readGatewayConfig } from '../src/config.ts';
import { startTestGateway, type TestGateway } from './_gateway.ts';

describe('the edge', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ GATEWAY_WEB_ROOT: '{folder}/web', GATEWAY_ORIGINS: 'https://app.test' });
    await mkdir(join(gateway.folder, 'web/assets'), { recursive: true });
    await writeFile(join(gateway.folder, 'web/assets/app-1a2b.js'), `"${'x'.repeat(5_000)}";`);
    await writeFile(join(gateway.folder, 'web/robots.txt'), 'User-agent: *');
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${path}`, { headers });
  const html = { accept: 'text/html,*/*' };

  it('says that the web app is not built, until it is', async () => {
    const before = await get('/', html);
    expect([before.status, await before.text()]).toEqual([503, expect.stringMatching(/npm run build/)]);
    const page =
      '<!doctype html><script>document.title = 1</script><script type="module" src="/assets/app-1a2b.js"></script>';
    await writeFile(join(gateway.folder, 'web/index.html'), page);
    const after = await get('/', html);
    expect([after.status, await after.text()]).toEqual([200, page]);
    expect(after.headers.get('cache-control')).toBe('no-cache');
    const policy = after.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/);
    expect(policy).toMatch(/worker-src 'self' blob:/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).toMatch(/connect-src 'self' ws:\/\/lectern\.test/);
  });

  it('serves the page for every address of the app, files for ever, and nothing for files that are not there', async () => {
    expect((await get('/courses/1?x=2', html)).status).toBe(200);
    const asset = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br' });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect((await get('/robots.txt')).status).toBe(200);
    expect((await get('/assets/gone-9.js', html)).status).toBe(404);
    expect((await get('/courses/1', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/..%2f..%2fetc/passwd', html)).status).not.toBe(500);
  });

  it('sends security headers with everything', async () => {
    for (const path of ['/', '/graphql', '/nothing', '/files/x']) {
      const { headers } = await get(path);
      expect([path, headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([
        path,
        'nosniff',
        'DENY',
      ]);
    }
  });

  it('lets only known origins read', async () => {
    const allowed = async (origin: string) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://app.test')).toBe('https://app.test');
    expect(await allowed('http://lectern.test')).toBe('http://lectern.test');
    expect(await allowed('https://evil.test')).toBeNull();
  });

  it('is ready when Redis and the keys are, and says what it counts', async () => {
    await gateway.ask('{ whoAsks }');
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', failed: {} });
    expect((await get('/livez')).status).toBe(200);
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/lectern_gateway_operation_seconds_count\{.*door="HTTP".*kind="query".*outcome="ok"/);
    expect(metrics).toMatch(/lectern_gateway_subgraph_seconds_count\{.*subgraph="planets".*outcome="ok"/);
  });

  it('is not ready without the keys', async () => {
    await using lonely = await startTestGateway();
    await lonely.solarSystem.stop('accounts');
    const response = await fetch(`${lonely.url}/readyz`);
    expect([response.status, Object.keys(((await response.json()) as { failed: object }).failed)]).toEqual([
      503,
      ['keys'],
    ]);
  });

  it('has consoles only outside production', async () => {
    expect((await get('/sandbox')).status).toBe(200);
    expect([200, 503]).toContain((await get('/graphiql')).status);
    await using production = await startTestGateway({ NODE_ENV: 'production', GATEWAY_OPEN_OPERATIONS: 'true' });
    expect((await fetch(`${production.url}/sandbox`)).status).toBe(404);
    expect((await fetch(`${production.url}/graphiql`)).status).toBe(404);
  });
});

describe('configuration', () => {
  const good = {
    GATEWAY_REDIS_URL: 'redis://localhost',
    LECTERN_REDIS_PREFIX: 'x:',
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_PUBLIC_URL: 'http://localhost:4000',
    GATEWAY_JWKS_URL: 'http://localhost:1/keys',
    GATEWAY_SUBGRAPH_URLS: 'a=http://localhost:1,b=http://localhost:2',
  };
  const bad: readonly (readonly [string, Record<string, string>])[] = [
    ['GATEWAY_REDIS_URL', { GATEWAY_REDIS_URL: 'http://localhost' }],
    ['LECTERN_SIGNING_SECRET', { LECTERN_SIGNING_SECRET: 'short' }],
    ['LECTERN_PUBLIC_URL', { LECTERN_PUBLIC_URL: '' }],
    ['GATEWAY_JWKS_URL', { GATEWAY_JWKS_URL: 'keys' }],
    ['GATEWAY_SUBGRAPH_URLS', { GATEWAY_SUBGRAPH_URLS: 'a' }],
    ['GATEWAY_SUBGRAPH_URLS', { GATEWAY_SUBGRAPH_URLS: 'a=ftp://b' }],
    ['GATEWAY_ROUTES', { GATEWAY_ROUTES: '/x=c' }],
    ['GATEWAY_ROUTES', { GATEWAY_ROUTES: 'x=a' }],
    ['GATEWAY_API_KEY_LOOKUP', { GATEWAY_API_KEY_LOOKUP: 'c' }],
    ['GATEWAY_COST_MAX', { GATEWAY_COST_MAX: 'many' }],
    ['GATEWAY_TRUSTED_DOCUMENTS', { NODE_ENV: 'production' }],
  ];
  it('that is good is taken', () => {
    expect(readGatewayConfig(good).subgraphs.urls).toEqual({ a: 'http://localhost:1', b: 'http://localhost:2' });
  });
  it.each(bad)('is refused with the name of %s', (name, env) => {
    expect(() => readGatewayConfig({ ...good, ...env })).toThrow(new RegExp(`\\b${name}\\b`));
    expect(() => readGatewayConfig({ ...good, ...env })).not.toThrow(/short|hunter/);
  });
});
