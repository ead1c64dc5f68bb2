import type { StreamName } from '@lectern/events';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { escapeIdentifier } from 'pg';
import { rows } from './rows.ts';

/** The channel on which a service's relay hears of new rows, once per transaction that appended some. */
export function outboxChannel(schema: string): string {
  return `lectern_outbox_${schema}`;
}

/**
 * DDL of the outbox table, for a migration: `this.addSql(outboxTableSql('exam'))`. Rows are kept for some days after
 * they were relayed (`relayed_as` is the id of the stream's entry), so that a lost Redis can be filled again.
 */
export function outboxTableSql(schema: string): string {
  const table = `${escapeIdentifier(schema)}.outbox`;
  return `
    create table ${table} (
      position bigint generated always as identity primary key,
      id uuid not null unique,
      stream text not null,
      type text not null,
      payload jsonb not null,
      occurred_at timestamptz not null default clock_timestamp(),
      relayed_at timestamptz,
      relayed_as text
    );
    create index outbox_waiting on ${table} (position) where relayed_at is null;
    create index outbox_relayed on ${table} (relayed_at) where relayed_at is not null;
  `;
}

export type OutboxEvent = { readonly type: string; readonly payload: object };

/**
 * Writes an event into the outbox, in the transaction that makes it true: both are committed or neither is. Call it
 * after the rows it tells of are locked or changed; positions then follow the order of the changes.
 */
export async function appendToOutbox(
  em: EntityManager,
  schema: string,
  stream: StreamName,
  event: OutboxEvent,
): Promise<void> {
  await appendAllToOutbox(em, schema, stream, [event]);
}

/** As `appendToOutbox`, for several events in one statement; their positions are in the order given. */
export async function appendAllToOutbox(
  em: EntityManager,
  schema: string,
  stream: StreamName,
  events: readonly OutboxEvent[],
): Promise<void> {
  if (!em.isInTransaction()) throw new Error('appendToOutbox outside a transaction');
  if (events.length === 0) return;
  await rows(
    em,
    `with appended as (
       insert into ${escapeIdentifier(schema)}.outbox (id, stream, type, payload)
       select id, ?, type, payload
         from unnest(?::uuid[], ?::text[], ?::jsonb[]) with ordinality as event (id, type, payload, place)
        order by place
       returning 1
     )
     select pg_notify(?, '') from appended limit 1`,
    [
      stream,
      events.map(() => newId()),
      events.map(({ type }) => type),
      events.map(({ payload }) => JSON.stringify(payload)),
      outboxChannel(schema),
    ],
  );
}
