import { defaultKeyHasher } from '@better-auth/api-key';
import type { MakeApiKey } from '../api-key/create-api-key.ts';
import type { VerifyApiKeyDeps } from '../api-key/verify-api-key.ts';
import { authErrors } from './auth.errors.ts';
import type { Auth } from './auth.ts';

export type ApiKeyStore = { readonly makeApiKey: MakeApiKey; readonly checkApiKey: VerifyApiKeyDeps['checkApiKey'] };

/**
 * better-auth's API keys: random, stored as SHA-256, which is enough for 64 random letters. `isLive` says whether there
 * is a live key with that hash; it is asked because better-auth calls a key invalid as well when it could not be read,
 * and gateways remember that for half a minute.
 */
export function createApiKeyStore(auth: () => Auth, isLive: (hash: string) => Promise<boolean>): ApiKeyStore {
  return {
    makeApiKey: ({ userId, name, expiresIn }) => auth().api.createApiKey({ body: { userId, name, expiresIn } }),
    async checkApiKey(key) {
      const { valid, key: found } = await auth().api.verifyApiKey({ body: { key } });
      if (valid && found) return { id: found.id, userId: found.referenceId };
      if (await isLive(await defaultKeyHasher(key))) throw authErrors.make('AUTH_UNAVAILABLE');
      return null;
    },
  };
}
