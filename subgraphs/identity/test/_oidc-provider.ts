import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

export type TestOidcProvider = AsyncDisposable & {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who is signed in at the provider from now on; the next authorisation is theirs. */
  person: Claims;
  /** Set to sign ID tokens with a key nobody knows. */
  isForging: boolean;
};

/** A small OpenID Connect provider on loopback: discovery, authorisation code with PKCE, token, keys. */
export async function startOidcProvider(port = 0): Promise<TestOidcProvider> {
  const keys = await generateKeyPair('ES256');
  const otherKeys = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const codes = new Map<string, { person: Claims; nonce: string | null; challenge: string | null }>();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: usedPort } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${usedPort}`;
  const provider: TestOidcProvider = {
    issuer,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    clientId: 'lectern-client',
    clientSecret: 'the-secret-of-the-client',
    person: { sub: 'nobody' },
    isForging: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return send(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ['ES256'],
        });
      case '/jwks':
        return send(response, 200, { keys: [jwk] });
      case '/authorize':
        return authorize(url, response);
      case '/token':
        return exchange(new URLSearchParams(await readBody(request)), request, response);
      default:
        return send(response, 404, {});
    }
  }

  function authorize(url: URL, response: ServerResponse): void {
    const query = url.searchParams;
    const code = crypto.randomUUID();
    codes.set(code, {
      person: provider.person,
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge'),
    });
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  }

  async function exchange(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const granted = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const basic = `Basic ${Buffer.from(`${provider.clientId}:${provider.clientSecret}`).toString('base64')}`;
    const isClient = form.get('client_secret') === provider.clientSecret || request.headers.authorization === basic;
    const verifier = new TextEncoder().encode(form.get('code_verifier') ?? '');
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', verifier)).toString('base64url');
    if (!granted || !isClient || challenge !== granted.challenge)
      return send(response, 400, { error: 'invalid_grant' });
    const idToken = await new SignJWT({ ...granted.person, ...(granted.nonce && { nonce: granted.nonce }) })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(provider.clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(provider.isForging ? otherKeys.privateKey : keys.privateKey);
    send(response, 200, { access_token: 'at', token_type: 'Bearer', expires_in: 300, id_token: idToken });
  }

  return provider;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
