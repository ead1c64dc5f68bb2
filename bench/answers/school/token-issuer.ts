import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

/** What a process needs to make tokens by itself. */
export type IssuerKey = { readonly pem: string; readonly keyId: string; readonly issuer: string };

export type TokenIssuer = AsyncDisposable & {
  readonly jwksUrl: string;
  readonly key: IssuerKey;
};

const lifeSeconds = 3_600;

/**
 * Signs tokens as identity does, with a key of its own whose public half the gateway fetches: so that ten thousands of
 * learners are signed in without ten thousands of password hashes. The gateway checks every one of them.
 */
export async function startTokenIssuer(issuer: string): Promise<TokenIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyId = randomUUID();
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'EdDSA', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port for the key set');
  return {
    jwksUrl: `http://127.0.0.1:${address.port}/jwks`,
    key: { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), keyId, issuer },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type MakeToken = (userId: string, roles?: readonly string[]) => string;

/** `issuedAt`: milliseconds since 1970, the clock of the servers. */
export function createTokenMaker({ pem, keyId, issuer }: IssuerKey, issuedAt: () => number = Date.now): MakeToken {
  const key: KeyObject = createPrivateKey(pem);
  const head = toBase64({ alg: 'EdDSA', typ: 'JWT', kid: keyId });
  return (userId, roles = ['LEARNER']) => {
    const iat = Math.floor(issuedAt() / 1_000);
    const claims = {
      sub: userId,
      iss: issuer,
      aud: 'lectern',
      iat,
      exp: iat + lifeSeconds,
      roles,
      sid: `session-${userId}`,
    };
    const text = `${head}.${toBase64(claims)}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  };
}

const toBase64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
