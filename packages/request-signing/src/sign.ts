import { createHmac, hash } from 'node:crypto';
import { createHs256 } from './hs256.ts';
import type { Viewer } from './viewer.ts';

export const signatureHeader = 'x-lectern-signature';

/** How long a signature is good for. Long enough for a queue and skewed clocks, too short to keep. */
export const signatureSeconds = 30;

export type SignedClaims = {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
  /** Method and path, query string included. */
  readonly htm: string;
  readonly htu: string;
  /** SHA-256 of the body in base64url; absent for streamed bodies, which only media routes accept. */
  readonly bsh?: string;
  readonly vwr: Viewer;
};

export type RequestToSign = {
  /** The service it goes to, by its subgraph name. */
  readonly audience: string;
  readonly method: string;
  readonly path: string;
  /** The body as sent; `undefined` for none; 'stream' for one not known beforehand, such as an upload. */
  readonly body: string | Uint8Array | undefined | 'stream';
  readonly viewer: Viewer;
};

/** Makes the value of the `x-lectern-signature` header of one request. */
export type RequestSigner = ((request: RequestToSign) => string) & {
  /** As whom it signs. */
  readonly issuer: string;
  readonly deriveKey: DeriveKey;
};

/** A key of 32 bytes that all who share the secret can make, and nobody else; another one for each purpose. */
export type DeriveKey = (purpose: string) => Buffer;

export function createKeyDerivation(secret: string): DeriveKey {
  // What is signed begins with the head of a JWT, so no key is ever a signature.
  return (purpose) => createHmac('sha256', secret).update(`lectern key: ${purpose}`).digest();
}

/**
 * Signatures are HS256 JWTs over audience, method, path, body hash and viewer. All services share `secret`
 * (at least 32 characters). The synchronous HMAC of node:crypto takes 10 µs of CPU for both sides together; EdDSA 16
 * times as much (`npm run bench -- sign-request`), and would protect only against one of our own services.
 */
export function createSigner(issuer: string, secret: string, now: () => number = Date.now): RequestSigner {
  const { sign } = createHs256(secret);
  const signRequest = ({ audience, method, path, body, viewer }: RequestToSign) => {
    const claims: SignedClaims = {
      iss: issuer,
      aud: audience,
      exp: Math.floor(now() / 1000) + signatureSeconds,
      htm: method,
      htu: path,
      ...(body === 'stream' ? {} : { bsh: bodyHash(body) }),
      vwr: viewer,
    };
    return sign(claims);
  };
  return Object.assign(signRequest, { issuer, deriveKey: createKeyDerivation(secret) });
}

export function bodyHash(body: string | Uint8Array | undefined): string {
  return hash('sha256', body ?? '', 'base64url');
}
