import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { goodApiKey } from './_solar-system.ts';

type Echo = {
  readonly method: string;
  readonly url: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly viewer: { readonly kind: string; readonly id?: string; readonly via?: string };
};

describe('a forwarded route', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(
      {},
      {
        routes: (app) => {
          app.get('/files/numbers', async (request, reply) => {
            const [, from = '0', to = '9'] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
            reply.code(206).header('content-range', `bytes ${from}-${to}/10`).header('content-type', 'text/plain');
            return '0123456789'.slice(Number(from), Number(to) + 1);
          });
          app.get('/files/redirect', async (_request, reply) => reply.redirect('/files/numbers', 302));
        },
      },
    );
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  const echo = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${gateway.url}${path}`, init);
    return { status: response.status, headers: response.headers, echo: (await response.json()) as Echo & Answer };
  };

  it('keeps path, query and method, and is signed for the viewer', async () => {
    const token = await gateway.solarSystem.token({ sub: 'ada' });
    const answer = await echo('/files/a%20b/c?x=1&x=2', { headers: bearer(token) });
    expect(answer.echo).toMatchObject({
      method: 'GET',
      url: '/files/a%20b/c?x=1&x=2',
      viewer: { kind: 'USER', id: 'ada' },
    });
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });

  const viewers: readonly (readonly [string, () => Promise<RequestInit>, object])[] = [
    ['nobody without credentials', async () => ({}), { kind: 'ANONYMOUS' }],
    [
      'the owner of an API key',
      async () => ({ headers: { 'x-api-key': goodApiKey } }),
      { kind: 'USER', id: 'ada', via: 'api-key:k1' },
    ],
    [
      'the cookie’s for GET',
      async () => ({ headers: { cookie: `a=b; lectern_access=${await gateway.solarSystem.token({ sub: 'bob' })}` } }),
      { kind: 'USER', id: 'bob' },
    ],
    [
      'nobody by cookie for POST',
      async () => ({
        method: 'POST',
        headers: { cookie: `lectern_access=${await gateway.solarSystem.token({ sub: 'bob' })}` },
      }),
      { kind: 'ANONYMOUS' },
    ],
    [
      'nobody by an expired cookie',
      async () => ({
        headers: { cookie: `lectern_access=${await gateway.solarSystem.token({ sub: 'bob', expiresIn: -60 })}` },
      }),
      { kind: 'ANONYMOUS' },
    ],
    [
      'for the service to find out when the bearer is no JWT',
      async () => ({ headers: { authorization: 'Bearer of.good-news' } }),
      { kind: 'ANONYMOUS' },
    ],
  ];
  it.each(viewers)('finds the viewer: %s', async (_name, init, viewer) => {
    expect((await echo('/files/x', await init())).echo.viewer).toMatchObject(viewer);
  });

  it('refuses a token that is expired or forged', async () => {
    const expired = await echo('/files/x', {
      headers: bearer(await gateway.solarSystem.token({ sub: 'a', expiresIn: -60 })),
    });
    const forged = await echo('/files/x', { headers: bearer(await gateway.solarSystem.forgedToken('a')) });
    expect([expired.status, codesOf(expired.echo)]).toEqual([401, ['TOKEN_EXPIRED']]);
    expect([forged.status, codesOf(forged.echo)]).toEqual([401, ['TOKEN_INVALID']]);
  });

  it('lets no client pretend to be the gateway or another client', async () => {
    const { echo: seen } = await echo('/files/x', {
      headers: {
        'x-lectern-signature': 'forged',
        'x-lectern-anything': 'x',
        'x-forwarded-for': '192.0.2.9',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.test',
        'x-real-ip': '192.0.2.9',
        forwarded: 'for=192.0.2.9',
        te: 'trailers',
        'x-kept': 'yes',
      },
    });
    expect(seen.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(gateway.url).host,
      'x-kept': 'yes',
    });
    expect(seen.headers['x-lectern-signature']).not.toBe('forged');
    for (const name of ['x-lectern-anything', 'x-real-ip', 'forwarded', 'te'])
      expect(seen.headers[name]).toBeUndefined();
  });

  it('streams a large upload', async () => {
    const chunk = new Uint8Array(1_048_576);
    let left = 40;
    const body = new ReadableStream({
      pull(controller) {
        if (left === 0) return controller.close();
        left -= 1;
        controller.enqueue(chunk);
      },
    });
    const answer = await echo('/files/upload', {
      method: 'PATCH',
      headers: {
        ...bearer(await gateway.solarSystem.token({ sub: 'ada' })),
        'content-type': 'application/offset+octet-stream',
        'upload-offset': '0',
      },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(answer.echo).toMatchObject({ method: 'PATCH', bytes: 40 * 1_048_576 });
    expect(answer.echo.headers['upload-offset']).toBe('0');
  });

  it('takes no large body from someone who is not signed in, announced or not', async () => {
    const announced = await echo('/files/upload', { method: 'PATCH', body: new Uint8Array(300_000) });
    expect([announced.status, codesOf(announced.echo)]).toEqual([413, ['BODY_TOO_LARGE']]);
    const body = new Blob([new Uint8Array(300_000)]).stream();
    const streamed = await echo('/files/upload', { method: 'PATCH', body, duplex: 'half' } as RequestInit);
    expect([streamed.status, codesOf(streamed.echo)]).toEqual([413, ['BODY_TOO_LARGE']]);
  });

  it('is there for others while very many send their bodies slowly', async () => {
    const { hostname, port } = new URL(gateway.url);
    const begin =
      'POST /files/slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{';
    const slow = await Promise.all(
      Array.from({ length: 150 }, async () => {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        socket.write(begin);
        return socket;
      }),
    );
    try {
      const answer = await echo('/files/quick', { method: 'POST', body: 'here at once' });
      expect(answer.echo).toMatchObject({ bytes: 12 });
    } finally {
      for (const socket of slow) socket.destroy();
    }
  });

  it('passes on JSON bodies byte for byte', async () => {
    const body = '{ "a" :  1 }';
    const answer = await echo('/files/json', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(answer.echo.bytes).toBe(body.length);
  });

  it('passes on ranges and redirects', async () => {
    const ranged = await fetch(`${gateway.url}/files/numbers`, { headers: { range: 'bytes=2-4' } });
    expect([ranged.status, ranged.headers.get('content-range'), await ranged.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ]);
    const redirected = await fetch(`${gateway.url}/files/redirect`, { redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([302, '/files/numbers']);
  });

  it('answers HEAD', async () => {
    expect((await fetch(`${gateway.url}/files/numbers`, { method: 'HEAD' })).status).toBe(206);
  });

  it('cannot be left through the path', async () => {
    for (const path of ['/files/..%2fgraphql', '/files/%2e%2e/graphql']) {
      const { status, echo: seen } = await echo(path).catch(() => ({ status: 404, echo: { url: path } }));
      expect(status === 400 || status === 404 || seen.url === path).toBe(true);
    }
  });

  it('whose service is down says so', async () => {
    await using lonely = await startTestGateway();
    await lonely.solarSystem.stop('planets');
    const response = await fetch(`${lonely.url}/files/x`);
    expect([response.status, codesOf((await response.json()) as Answer)]).toEqual([503, ['SUBGRAPH_UNAVAILABLE']]);
  });
});
