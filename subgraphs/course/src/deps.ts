import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CourseEvents } from './events.ts';
import type { Loaders } from './graphql/loaders.ts';

/** What a resolver may use, made anew for each request. */
export type RequestDeps = {
  readonly viewer: Viewer;
  /** For reading; of this request alone. */
  readonly em: EntityManager;
  readonly loaders: Loaders;
  readonly events: CourseEvents;
  /** Runs a use case in a transaction, and makes what was loaded before it be loaded again. */
  change<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
};
