import { type Client, escapeIdentifier } from 'pg';

export type OutboxRow = {
  /** bigint as text */
  readonly position: string;
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly payload: string;
  readonly occurred_at: Date;
};

/** Rows that wait for the relay: of each of these streams so many at most, in the order of the streams, oldest first. */
export async function listWaiting(
  client: Client,
  schema: string,
  streams: readonly string[],
  limit: number,
): Promise<readonly OutboxRow[]> {
  const result = await client.query<OutboxRow>(
    `select w.*
       from unnest($1::text[]) with ordinality as s (name, place)
      cross join lateral (
        select position, id, stream, type, payload::text as payload, occurred_at
          from ${outbox(schema)} where stream = s.name and relayed_at is null order by position limit $2
      ) w
      order by s.place, w.position`,
    [streams, limit],
  );
  return result.rows;
}

export async function markRelayed(
  client: Client,
  schema: string,
  rows: readonly OutboxRow[],
  entryIds: readonly string[],
): Promise<void> {
  await client.query(
    `update ${outbox(schema)} as o set relayed_at = clock_timestamp(), relayed_as = u.entry_id
       from unnest($1::bigint[], $2::text[]) as u (position, entry_id) where o.position = u.position`,
    [rows.map(({ position }) => position), entryIds],
  );
}

/** Streams that have rows, relayed or not. */
export async function listStreams(client: Client, schema: string): Promise<readonly string[]> {
  const result = await client.query<{ stream: string }>(`select distinct stream from ${outbox(schema)}`);
  return result.rows.map(({ stream }) => stream);
}

/** The newest entry id that PostgreSQL knows of. Rows of one batch share `relayed_at`; a batch has at most `relayBatchMax`. */
export async function lastEntryId(
  client: Client,
  schema: string,
  stream: string,
  relayBatchMax: number,
): Promise<string | undefined> {
  const result = await client.query<{ relayed_as: string }>(
    `select relayed_as from (
       select relayed_as, position from ${outbox(schema)}
        where stream = $1 and relayed_at is not null order by relayed_at desc limit $2
     ) as newest order by ${entryOrder} desc limit 1`,
    [stream, relayBatchMax],
  );
  return result.rows[0]?.relayed_as;
}

/**
 * Lets the kept rows after `entryId` ('' for all) wait again; returns how many. Some thousands at a time, the newest
 * first: cut off in between, the next look finds the rest still ahead of the mark.
 */
export async function unmarkAfter(client: Client, schema: string, stream: string, entryId: string): Promise<number> {
  const after = entryId === '' ? '0-0' : entryId;
  return repeatUntilShort(async () => {
    const result = await client.query(
      `update ${outbox(schema)} set relayed_at = null, relayed_as = null where position in (
         select position from ${outbox(schema)}
          where stream = $1 and relayed_at is not null and ${entryOrder} > string_to_array($2, '-')::numeric[]
          order by relayed_at desc limit $3
       )`,
      [stream, after, batchMax],
    );
    return result.rowCount ?? 0;
  });
}

/** Seconds that the oldest waiting row of these streams has waited, by the clock of the database; 0 when none waits. */
export async function waitingSeconds(client: Client, schema: string, streams: readonly string[]): Promise<number> {
  const result = await client.query<{ seconds: number }>(
    `select coalesce(extract(epoch from clock_timestamp() - min(w.occurred_at)), 0)::float8 as seconds
       from unnest($1::text[]) as s (name)
      cross join lateral (
        select occurred_at from ${outbox(schema)} where stream = s.name and relayed_at is null order by position limit 1
      ) w`,
    [streams],
  );
  return Math.max(0, result.rows[0]?.seconds ?? 0);
}

/** Deletes rows of a passing stream: nobody will ask for them again. */
export async function deleteRows(client: Client, schema: string, rows: readonly OutboxRow[]): Promise<void> {
  const positions = rows.map(({ position }) => position);
  await client.query(`delete from ${outbox(schema)} where position = any($1::bigint[])`, [positions]);
}

/** Deletes rows of a passing stream that have waited too long to be worth telling. */
export async function deleteStale(client: Client, schema: string, stream: string, keptSeconds: number): Promise<void> {
  await repeatUntilShort(async () => {
    const result = await client.query(
      `delete from ${outbox(schema)} where position in (
         select position from ${outbox(schema)}
          where stream = $1 and relayed_at is null and occurred_at < clock_timestamp() - $2 * interval '1 second' limit $3
       )`,
      [stream, keptSeconds, batchMax],
    );
    return result.rowCount ?? 0;
  });
}

/** Deletes rows relayed longer ago than the retention, some thousands at a time so that no lock is held for long. */
export async function deleteExpired(client: Client, schema: string, retentionMs: number): Promise<void> {
  await repeatUntilShort(async () => {
    const result = await client.query(
      `delete from ${outbox(schema)} where position in (
         select position from ${outbox(schema)}
          where relayed_at < clock_timestamp() - $1 * interval '1 millisecond' limit $2
       )`,
      [retentionMs, batchMax],
    );
    return result.rowCount ?? 0;
  });
}

const batchMax = 5_000;

/** Repeats a step that changes at most `batchMax` rows until it changes fewer; returns their sum. */
async function repeatUntilShort(step: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const count = await step();
    sum += count;
    if (count < batchMax) return sum;
  }
}

const entryOrder = "string_to_array(relayed_as, '-')::numeric[]";

function outbox(schema: string): string {
  return `${escapeIdentifier(schema)}.outbox`;
}
