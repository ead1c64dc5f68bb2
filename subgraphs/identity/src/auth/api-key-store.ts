import type { MakeApiKey } from '../api-key/create-api-key.ts';
import type { VerifyApiKeyDeps } from '../api-key/verify-api-key.ts';
import type { Auth } from './auth.ts';

export type ApiKeyStore = { readonly makeApiKey: MakeApiKey; readonly checkApiKey: VerifyApiKeyDeps['checkApiKey'] };

/** better-auth's API keys: random, stored as SHA-256, which is enough for 64 random letters. */
export function createApiKeyStore(auth: () => Auth): ApiKeyStore {
  return {
    makeApiKey: ({ userId, name, expiresIn }) => auth().api.createApiKey({ body: { userId, name, expiresIn } }),
    async checkApiKey(key) {
      const { valid, key: found } = await auth().api.verifyApiKey({ body: { key } });
      return valid && found ? { id: found.id, userId: found.referenceId } : null;
    },
  };
}
