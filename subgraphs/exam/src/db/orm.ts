import { createOrm, migrate } from '@lectern/postgres';
import type { Logger } from '@lectern/runtime';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities.ts';
import { migrations } from './migrations.ts';

/** The PostgreSQL schema that this service owns. */
export const schemaName = 'exam';

export function createExamOrm(url: string, poolMax?: number, logger?: Logger): Promise<MikroORM> {
  return createOrm({
    url,
    schema: schemaName,
    entities,
    migrations,
    ...(poolMax === undefined ? {} : { poolMax }),
    ...(logger === undefined ? {} : { logger }),
  });
}

/** Applies all migrations to the database at `url`; for tests and tools. */
export async function migrateDatabase(url: string): Promise<void> {
  const orm = await createExamOrm(url);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}
