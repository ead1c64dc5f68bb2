import { expect, it } from '@jest/globals';
import { newId } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { Client } from 'pg';
import { rows, transaction } from '../src/index.ts';
import { Counter } from './_notes.ts';
import { testNotes } from './_notes-database.ts';

it('binds parameters of every kind', async () => {
  await using notes = await testNotes();
  const id = newId();
  const at = new Date('2026-11-21T03:35:00.123Z');
  const [row] = await rows(
    notes.orm.em.fork(),
    `select ?::text as line, ?::uuid[] as ids, ?::jsonb as facts, ?::timestamptz as at, ?::text as nothing,
            '?' as question, 10::bigint as big -- what?`,
    ["it's $1", [id], { a: [1] }, at, null],
  );
  expect(row).toEqual({ line: "it's $1", ids: [id], facts: { a: [1] }, at, nothing: null, question: '?', big: '10' });
});

it('gives instants as Dates to raw SQL and to entities', async () => {
  await using notes = await testNotes();
  const at = new Date('2026-11-21T03:35:00.123Z');
  const id = newId();
  const em = notes.orm.em.fork();
  await em.insert(Counter, { id, value: 1, changedAt: at });
  const [row] = await rows<{ changed_at: Date }>(em, 'select changed_at from notes.counter');
  expect(row?.changed_at).toEqual(at);
  const counter = await em.fork().findOneOrFail(Counter, { id });
  expect(counter.changedAt).toEqual(at);
});

it('sees what its own transaction wrote, and nobody else does before the commit', async () => {
  await using notes = await testNotes();
  const outside = notes.orm.em.fork();
  const count = 'select count(*)::int as count from notes.counter';
  await transaction(outside, async (em) => {
    em.create(Counter, { id: newId(), value: 1, changedAt: new Date() });
    await em.flush();
    expect(await rows(em, count)).toEqual([{ count: 1 }]);
    expect(await rows(notes.orm.em.fork(), count)).toEqual([{ count: 0 }]);
  });
  expect(await rows(outside, count)).toEqual([{ count: 1 }]);
});

it('has each connection plan a statement once, whatever its parameters', async () => {
  await using notes = await testNotes();
  await transaction(notes.orm.em.fork(), async (em) => {
    const sql = "select ?::int + ?::int as sum, 'prepared once' as mark";
    expect(await rows(em, sql, [1, 2])).toMatchObject([{ sum: 3 }]);
    expect(await rows(em, sql, [3, null])).toMatchObject([{ sum: null }]);
    const [prepared] = await rows<{ calls: string }>(
      em,
      'select generic_plans + custom_plans as calls from pg_prepared_statements where statement like ?',
      ["select%'prepared once'%"],
    );
    expect(prepared).toEqual({ calls: '2' });
  });
});

it('goes on with a statement that failed before', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  const sql = 'select 1 / ?::int as share';
  await expect(rows(em, sql, [0])).rejects.toMatchObject({ code: '22012' });
  expect(await rows(em, sql, [1])).toEqual([{ share: 1 }]);
});

it('refuses a wrong number of parameters', async () => {
  await using notes = await testNotes();
  await expect(rows(notes.orm.em.fork(), 'select ?, ?', [1])).rejects.toThrow('2 placeholders but 1 parameters');
});

it('goes on after the server has cut its connections', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  await rows(em, 'select 1');
  const client = new Client({ connectionString: notes.url });
  await client.connect();
  try {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
  } finally {
    await client.end();
  }
  await waitFor('an answer', async () => (await rows(em, 'select 1 as one')).length === 1);
});
