import type { Logger } from '@lectern/runtime';
import type { Constructor } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { keepInstantsAsDates } from './instants.ts';
import { prepareStatements } from './statements.ts';

/** One entry of the explicit list in `src/db/migrations.ts`; the name is that of its file, without `.ts`. */
export type NamedMigration = { readonly name: string; readonly class: Constructor<Migration> };

export type OrmOptions = {
  readonly url: string;
  /** The PostgreSQL schema of the service; entities need not name it. */
  readonly schema: string;
  readonly entities: NonNullable<Options['entities']>;
  /** In the order in which they are applied. */
  readonly migrations: readonly NamedMigration[];
  /** Connections of this process at most (10). */
  readonly poolMax?: number;
  readonly logger?: Logger;
};

const connectTimeoutMs = 5_000;
/** A transaction that does nothing for this long holds locks for nobody: PostgreSQL ends it. */
const idleInTransactionTimeoutMs = 60_000;

/**
 * The ORM of one service. It connects when first asked; dispose it with `orm.close(true)`. Work with forks
 * (`orm.em.fork()`): the global EntityManager refuses.
 */
export async function createOrm(options: OrmOptions): Promise<MikroORM> {
  const { logger } = options;
  return MikroORM.init({
    clientUrl: options.url,
    schema: options.schema,
    entities: options.entities,
    extensions: [Migrator],
    migrations: {
      tableName: `${options.schema}.migrations`,
      migrationsList: options.migrations.map(({ name, class: migration }) => ({ name, class: migration })),
      snapshot: false,
      silent: true,
    },
    pool: { min: 0, max: options.poolMax ?? 10 },
    driverOptions: {
      application_name: `lectern-${options.schema}`,
      connectionTimeoutMillis: connectTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      keepAlive: true,
      onPoolCreated(pool: Pool) {
        keepInstantsAsDates(pool);
        prepareStatements(pool);
      },
    },
    allowGlobalContext: false,
    ensureDatabase: false,
    metadataCache: { enabled: false },
    discovery: { warnWhenNoEntities: false },
    debug: false,
    colors: false,
    logger: (message) => void logger?.info({ part: 'orm' }, message),
  });
}
