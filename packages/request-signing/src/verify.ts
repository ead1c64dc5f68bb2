import { createVerifier as createJwtVerifier } from 'fast-jwt';
import { bodyHash, type SignedClaims } from './sign.ts';
import { signingErrors } from './signing.errors.ts';
import type { Viewer } from './viewer.ts';

export type RequestToVerify = {
  readonly signature: string | undefined;
  readonly method: string;
  readonly path: string;
  /** The body as received; 'stream' where the route streams it and the hash is not asked for. */
  readonly body: string | Uint8Array | undefined | 'stream';
};

export type VerifiedRequest = { readonly issuer: string; readonly viewer: Viewer };

/** Returns who sent the request and for whom; throws REQUEST_NOT_SIGNED or REQUEST_SIGNATURE_INVALID. */
export type RequestVerifier = (request: RequestToVerify) => VerifiedRequest;

export function createVerifier(audience: string, secret: string, now: () => number = Date.now): RequestVerifier {
  // Expiry is compared here and not by the library, so that tests can move the clock of one verifier.
  const decode = createJwtVerifier({
    key: secret,
    algorithms: ['HS256'],
    allowedAud: audience,
    ignoreExpiration: true,
    requiredClaims: ['exp', 'iss', 'aud'],
  });
  return ({ signature, method, path, body }) => {
    if (!signature) throw signingErrors.make('REQUEST_NOT_SIGNED');
    const claims = decodeOrRefuse(decode, signature);
    if (claims.exp * 1000 <= now()) throw refusal('expired');
    if (claims.htm !== method || claims.htu !== path) throw refusal('made for another address');
    if (body !== 'stream' && claims.bsh !== bodyHash(body)) throw refusal('the body was changed');
    return { issuer: claims.iss, viewer: claims.vwr };
  };
}

function decodeOrRefuse(decode: (token: string) => unknown, signature: string): SignedClaims {
  try {
    return decode(signature) as SignedClaims;
  } catch (cause) {
    throw signingErrors.make('REQUEST_SIGNATURE_INVALID', { cause });
  }
}

function refusal(reason: string): Error {
  return signingErrors.make('REQUEST_SIGNATURE_INVALID', { detail: { reason } });
}
