import { createHash, createHmac } from 'node:crypto';

/**
 * The secret part of a grant's addresses. It is made from the grant's id and the platform's secret instead of being
 * stored, so that a renewed grant keeps its addresses and a copy of the database opens no video.
 */
export function grantToken(grantId: string, secret: string): string {
  return createHmac('sha256', secret).update(`video-access.grant:${grantId}`).digest('base64url');
}

/** What is stored of a token, in hexadecimal. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

const tokenShape = /^[\w-]{43}$/;

export function isGrantToken(text: string): boolean {
  return tokenShape.test(text);
}
