import type { EntityManager } from '@mikro-orm/postgresql';
import { ApiKeyEntity } from './api-key.entity.ts';
import { apiKeyErrors } from './api-key.errors.ts';

/** Makes a key stop working at once, and at the gateways within the 30 seconds they may remember it. Throws API_KEY_NOT_FOUND. */
export async function revokeApiKey(em: EntityManager, userId: string, apiKeyId: string): Promise<void> {
  const revoked = await em.nativeDelete(ApiKeyEntity, { id: apiKeyId, userId });
  if (revoked === 0) throw apiKeyErrors.make('API_KEY_NOT_FOUND');
}
