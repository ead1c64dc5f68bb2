const lifeMsUnlessTold = 5 * 60_000;

/** How long a JWT holds, from its own `iat` and `exp`, in milliseconds. A token that does not say is held to five minutes. */
export function tokenLifeMs(token: string): number {
  const claims = readClaims(token);
  const { iat, exp } = claims;
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp <= iat) return lifeMsUnlessTold;
  return (exp - iat) * 1000;
}

function readClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const [, payload = ''] = token.split('.');
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    // Not a JWT: a token source may hand out tokens of another make.
    return {};
  }
}
