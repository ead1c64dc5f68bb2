import { requireService, requireUser } from '@lectern/subgraph';
import type { Resolvers } from '../graphql/types.generated.ts';
import { withLearner } from '../user/user.ts';
import { listApiKeys } from './api-key.queries.ts';
import { createApiKey } from './create-api-key.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { verifyApiKey } from './verify-api-key.ts';

export const apiKeyResolvers = {
  ApiKey: {
    name: (apiKey) => apiKey.name ?? '',
    start: (apiKey) => apiKey.start ?? '',
  },
  Query: {
    apiKeys: (_parent, _args, { viewer, em }) => listApiKeys(em, requireUser(viewer).id),
    async verifyApiKey(_parent, { key }, deps) {
      requireService(deps.viewer);
      const owner = await verifyApiKey(deps, key);
      return owner && { ...owner, roles: withLearner(owner.roles) };
    },
  },
  Mutation: {
    async createApiKey(_parent, { input }, deps) {
      const userId = requireUser(deps.viewer).id;
      const created = await createApiKey(deps, { ...input, userId });
      deps.events.apiKeyCreated(created.apiKey.id, userId);
      return created;
    },
    async revokeApiKey(_parent, { input }, deps) {
      const userId = requireUser(deps.viewer).id;
      await revokeApiKey(deps.em, userId, input.apiKeyId);
      deps.events.apiKeyRevoked(input.apiKeyId, userId);
      return { revokedApiKeyId: input.apiKeyId };
    },
  },
} satisfies Resolvers;
