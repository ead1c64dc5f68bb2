import { createHs256 } from './hs256.ts';
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
  const { open } = createHs256(secret);
  return ({ signature, method, path, body }) => {
    if (!signature) throw signingErrors.make('REQUEST_NOT_SIGNED');
    const claims = open(signature);
    if (!isSigned(claims) || claims.aud !== audience)
      throw refusal('not signed with our secret, or for another service');
    if (claims.exp * 1000 <= now()) throw refusal('expired');
    if (claims.htm !== method || claims.htu !== path) throw refusal('made for another address');
    if (body !== 'stream' && claims.bsh !== bodyHash(body)) throw refusal('the body was changed');
    return { issuer: claims.iss, viewer: claims.vwr };
  };
}

/** Whoever knows the secret says what a claim of ours holds; these are what nothing may be without. */
function isSigned(claims: unknown): claims is SignedClaims {
  return (
    typeof claims === 'object' &&
    claims !== null &&
    'exp' in claims &&
    typeof claims.exp === 'number' &&
    'iss' in claims &&
    typeof claims.iss === 'string' &&
    'vwr' in claims
  );
}

function refusal(reason: string): Error {
  return signingErrors.make('REQUEST_SIGNATURE_INVALID', { detail: { reason } });
}
