import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DeriveKey } from '@lectern/request-signing';

/** Value of `upgrade` on both sides. */
export const lineProtocol = 'lectern-line/1';
/** What each end makes up for this line; the server adds a proof that it knows the secret. */
export const lineHeader = 'x-lectern-line';

const noncePattern = /^[\w-]{32,64}$/;

export function createNonce(): string {
  return randomBytes(32).toString('base64url');
}

/** What a server says to a client's nonce, and its own nonce; undefined for what is no nonce. */
export function answerHandshake(
  deriveKey: DeriveKey,
  clientNonce: unknown,
): { nonce: string; header: string } | undefined {
  if (typeof clientNonce !== 'string' || !noncePattern.test(clientNonce)) return undefined;
  const nonce = createNonce();
  return { nonce, header: `${nonce}.${proof(deriveKey, clientNonce, nonce)}` };
}

/** The server's nonce; undefined where its answer does not prove that it knows the secret. */
export function readHandshakeAnswer(deriveKey: DeriveKey, clientNonce: string, header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  const [nonce = '', given = ''] = header.split('.');
  if (!noncePattern.test(nonce)) return undefined;
  const [a, b] = [Buffer.from(given), Buffer.from(proof(deriveKey, clientNonce, nonce))];
  return a.length === b.length && timingSafeEqual(a, b) ? nonce : undefined;
}

function proof(deriveKey: DeriveKey, clientNonce: string, serverNonce: string): string {
  return deriveKey(`${lineProtocol} server ${clientNonce} ${serverNonce}`).toString('base64url');
}
