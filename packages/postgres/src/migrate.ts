import type { MikroORM } from '@mikro-orm/postgresql';
import { escapeIdentifier } from 'pg';
import { lockedBy } from './advisory-lock.ts';
import { rows } from './rows.ts';

/** A replica waits this long for another one's migrations. */
const lockTimeoutMs = 10 * 60_000;

/** ORMs whose migrations were all seen applied; nothing takes them back while the process lives. */
const upToDate = new WeakSet<MikroORM>();

/**
 * Makes the schema if it is missing and applies pending migrations, all in one transaction. Replicas that start
 * together take turns: an advisory lock lets one work, the others find the work done.
 */
export async function migrate(orm: MikroORM): Promise<void> {
  const url = orm.config.get('clientUrl');
  const schema = orm.config.get('schema');
  if (!url || !schema) throw new Error('migrate needs an ORM made by createOrm');
  await lockedBy(`lectern:migrate:${schema}`, url, lockTimeoutMs, async () => {
    await ensureSchema(orm, schema);
    await orm.migrator.up();
  });
  upToDate.add(orm);
}

/** For `/readyz`: rejects while the database does not answer or a migration is pending. */
export async function isUsable(orm: MikroORM): Promise<void> {
  await rows(orm.em.fork(), 'select 1');
  if (upToDate.has(orm)) return;
  const pending = await orm.migrator.getPending();
  if (pending.length > 0) throw new Error(`migrations pending: ${pending.map(({ name }) => name).join(', ')}`);
  upToDate.add(orm);
}

/** `create schema if not exists` asks for the right to create one even when it exists; a service's role lacks it. */
async function ensureSchema(orm: MikroORM, schema: string): Promise<void> {
  const em = orm.em.fork();
  const existing = await rows(em, 'select 1 from pg_namespace where nspname = ?', [schema]);
  if (existing.length === 0) await rows(em, `create schema ${escapeIdentifier(schema)}`);
}
