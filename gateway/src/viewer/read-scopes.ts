/**
 * The scopes of a token's claims: those of `scope`, `scopes` and `scp` together. Identity providers disagree on the
 * name, and on whether it is a list or one text with spaces between; either is read under any of the names.
 */
export function readScopes(claims: Readonly<Record<string, unknown>>): readonly string[] {
  return [...new Set([claims.scope, claims.scopes, claims.scp].flatMap(namesIn))];
}

function namesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(/\s+/).filter((name) => name !== '');
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
