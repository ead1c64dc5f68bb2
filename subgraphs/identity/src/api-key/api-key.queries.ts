import type { EntityManager } from '@mikro-orm/postgresql';
import { type ApiKey, ApiKeyEntity } from './api-key.entity.ts';

/** Newest first; an account has few enough to need no pages. */
export function listApiKeys(em: EntityManager, userId: string): Promise<ApiKey[]> {
  return em.find(ApiKeyEntity, { userId }, { orderBy: { id: 'desc' } });
}
