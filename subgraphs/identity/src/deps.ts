import type { Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type DataLoader from 'dataloader';
import type { MakeApiKey } from './api-key/create-api-key.ts';
import type { VerifyApiKeyDeps } from './api-key/verify-api-key.ts';
import type { IdentityEvents } from './events.ts';
import type { User } from './user/user.entity.ts';

/** What lives as long as the service and resolvers may use. */
export type ServiceDeps = VerifyApiKeyDeps & {
  readonly clock: Clock;
  readonly makeApiKey: MakeApiKey;
  readonly events: IdentityEvents;
};

/** What one GraphQL request may use. */
export type RequestDeps = ServiceDeps & {
  readonly viewer: Viewer;
  readonly em: EntityManager;
  readonly userById: DataLoader<string, User | null>;
};
