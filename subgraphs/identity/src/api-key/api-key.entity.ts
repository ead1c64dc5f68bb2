import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** What its owner sees of an API key; the key itself is kept only as a hash, which only better-auth reads. */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  schema: 'identity',
  tableName: 'api_keys',
  properties: {
    id: p.text().primary(),
    userId: p.text(),
    name: p.text().nullable(),
    start: p.text().nullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().fieldName('last_request').nullable(),
  },
});

export type ApiKey = InferEntity<typeof ApiKeyEntity>;
