import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type ApiKey, ApiKeyEntity } from './api-key.entity.ts';

/** Newest first; an account has few enough to need no pages. */
export function listApiKeys(em: EntityManager, userId: string): Promise<ApiKey[]> {
  return em.find(ApiKeyEntity, { userId }, { orderBy: { id: 'desc' } });
}

/** Whether there is a key with this hash that has not expired. */
export async function isApiKeyLive(em: EntityManager, hash: string): Promise<boolean> {
  const found = await rows(
    em,
    'select 1 from identity.api_keys where key = ? and enabled and (expires_at is null or expires_at > now())',
    [hash],
  );
  return found.length > 0;
}
