/** Half a minute before its end a token is fetched anew. */
const marginMs = 30_000;

/** The access token of the session that the web app has opened in this browser; undefined when nobody is signed in. */
export function createSessionToken(): () => Promise<string | undefined> {
  let known: { readonly token: string; readonly expiresAt: number } | undefined;
  return async () => {
    if (known && known.expiresAt - marginMs > Date.now()) return known.token;
    known = undefined;
    const response = await fetch('/api/auth/token', { credentials: 'same-origin' });
    if (!response.ok) return undefined;
    const body: unknown = await response.json().catch(() => undefined);
    if (typeof body !== 'object' || body === null || !('token' in body)) return undefined;
    const { token } = body;
    if (typeof token !== 'string') return undefined;
    known = { token, expiresAt: expiryOf(token) };
    return token;
  };
}

function expiryOf(token: string): number {
  const payload = token.split('.')[1] ?? '';
  const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  const isTimed = typeof claims === 'object' && claims !== null && 'exp' in claims;
  return isTimed && typeof claims.exp === 'number' ? claims.exp * 1_000 : 0;
}
