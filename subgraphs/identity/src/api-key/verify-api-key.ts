import type { UserAccess } from '../user/user.ts';

export type ApiKeyOwner = { readonly keyId: string; readonly userId: string; readonly roles: readonly string[] };

export type VerifyApiKeyDeps = {
  /** The key's id and owner if it is known, not expired and not revoked; notes that it was used. */
  readonly checkApiKey: (key: string) => Promise<{ readonly id: string; readonly userId: string } | null>;
  readonly findAccess: (userId: string) => Promise<UserAccess | null>;
};

/** Longer than any key of ours; whatever is longer is not hashed. */
const keyLengthMax = 256;

/** Who is behind a key, with the roles the owner has now; null as well when the owner is suspended. */
export async function verifyApiKey(deps: VerifyApiKeyDeps, key: string): Promise<ApiKeyOwner | null> {
  if (key.length === 0 || key.length > keyLengthMax) return null;
  const checked = await deps.checkApiKey(key);
  if (!checked) return null;
  const access = await deps.findAccess(checked.userId);
  if (!access || access.isSuspended) return null;
  return { keyId: checked.id, userId: checked.userId, roles: access.roles };
}
