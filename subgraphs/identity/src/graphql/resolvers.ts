import { dateTimeScalar } from '@lectern/subgraph';
import { apiKeyResolvers } from '../api-key/api-key.resolvers.ts';
import { userResolvers } from '../user/user.resolvers.ts';
import type { Resolvers } from './types.generated.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  User: userResolvers.User,
  ApiKey: apiKeyResolvers.ApiKey,
  Query: { ...userResolvers.Query, ...apiKeyResolvers.Query },
  Mutation: { ...userResolvers.Mutation, ...apiKeyResolvers.Mutation },
};
