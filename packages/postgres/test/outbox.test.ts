import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { streamNames } from '@lectern/events';
import { Client } from 'pg';
import { appendAllToOutbox, appendToOutbox, outboxChannel, rows, transaction } from '../src/index.ts';
import { schema } from './_notes.ts';
import { testNotes } from './_notes-database.ts';

const event = { type: 'exam.exam.changed.v1', payload: { title: 'O’Neill ? $1', lines: [1, 2] } };
const all = 'select stream, type, payload, occurred_at, relayed_at from notes.outbox order by position';

it('keeps what a committed transaction appended, by the clock of the database', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  await transaction(em, (tx) => appendToOutbox(tx, schema, streamNames.exam, event));
  const [row, ...others] = await rows<{ occurred_at: Date }>(em, all);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ ...event, stream: 'exam.events', relayed_at: null });
  const [clock] = await rows<{ now: Date }>(em, 'select clock_timestamp() as now');
  expect(Number(clock?.now) - Number(row?.occurred_at)).toBeLessThan(5_000);
});

it('leaves nothing of a transaction that rolls back', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  const failing = transaction(em, async (tx) => {
    await appendToOutbox(tx, schema, streamNames.exam, event);
    throw new Error('too late');
  });
  await expect(failing).rejects.toThrow('too late');
  expect(await rows(em, all)).toEqual([]);
});

it('refuses to append outside a transaction', async () => {
  await using notes = await testNotes();
  const append = appendToOutbox(notes.orm.em.fork(), schema, streamNames.exam, event);
  await expect(append).rejects.toThrow('outside a transaction');
});

it('wakes a listener at the commit, once per transaction', async () => {
  await using notes = await testNotes();
  const client = new Client({ connectionString: notes.url });
  await client.connect();
  try {
    const heard: string[] = [];
    client.on('notification', ({ channel }) => heard.push(channel));
    await client.query(`listen ${outboxChannel(schema)}`);
    const first = once(client, 'notification');
    await transaction(notes.orm.em.fork(), async (tx) => {
      await appendToOutbox(tx, schema, streamNames.exam, event);
      await appendToOutbox(tx, schema, streamNames.exam, event);
    });
    await first;
    await client.query('select 1');
    expect(heard).toEqual([outboxChannel(schema)]);
  } finally {
    await client.end();
  }
});

it('gives several events of one statement positions in their order', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  const events = Array.from({ length: 500 }, (_, index) => ({ type: 'exam.exam.changed.v1', payload: { index } }));
  await transaction(em, (tx) => appendAllToOutbox(tx, schema, streamNames.exam, events));
  const stored = await rows<{ payload: { index: number } }>(em, all);
  expect(stored.map(({ payload }) => payload.index)).toEqual(events.map(({ payload }) => payload.index));
  await transaction(em, (tx) => appendAllToOutbox(tx, schema, streamNames.exam, []));
  expect(await rows(em, all)).toHaveLength(500);
});
