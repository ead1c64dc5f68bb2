import { expect, it } from '@jest/globals';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUniqueViolation, rows, sqlStateOf, sqlStates, transaction } from '../src/index.ts';
import { Counter } from './_notes.ts';
import { testNotes } from './_notes-database.ts';

async function insertCounter(em: EntityManager, value = 0): Promise<string> {
  const id = newId();
  await rows(em, 'insert into notes.counter (id, value, changed_at) values (?, ?, now())', [id, value]);
  return id;
}

async function storedValue(em: EntityManager, id: string): Promise<number | undefined> {
  const [row] = await rows<{ value: number }>(em, 'select value from notes.counter where id = ?', [id]);
  return row?.value;
}

/** Lets all who come wait until `count` have come; those of later runs pass. */
function meetingOf(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return async () => {
    arrived += 1;
    if (arrived >= count) resolve();
    await promise;
  };
}

it('runs losers of a serialization race again until all have counted', async () => {
  await using notes = await testNotes();
  const id = await insertCounter(notes.orm.em.fork());
  const meet = meetingOf(4);
  let runs = 0;
  const increment = () =>
    transaction(
      notes.orm.em.fork(),
      async (em) => {
        runs += 1;
        const counter = await em.findOneOrFail(Counter, { id });
        await meet();
        counter.value += 1;
      },
      { isolation: 'serializable' },
    );
  await Promise.all([1, 2, 3, 4].map(increment));
  expect(await storedValue(notes.orm.em.fork(), id)).toBe(4);
  expect(runs).toBeGreaterThan(4);
});

it('runs the victim of a deadlock again', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  const [left, right] = [await insertCounter(em), await insertCounter(em)];
  const meet = meetingOf(2);
  let runs = 0;
  const raise = (first: string, second: string) =>
    transaction(em, async (tx) => {
      runs += 1;
      await rows(tx, 'update notes.counter set value = value + 1 where id = ?', [first]);
      await meet();
      await rows(tx, 'update notes.counter set value = value + 1 where id = ?', [second]);
    });
  await Promise.all([raise(left, right), raise(right, left)]);
  expect([await storedValue(em, left), await storedValue(em, right)]).toEqual([2, 2]);
  // One was the victim; on a busy machine it comes back before the other is through and may be the victim again.
  expect(runs).toBeGreaterThanOrEqual(3);
});

it('gives up after the attempts of the policy, with the failure of the last', async () => {
  await using notes = await testNotes();
  let runs = 0;
  const hopeless = transaction(notes.orm.em.fork(), async (em) => {
    runs += 1;
    await rows(em, "do $$ begin raise exception 'never' using errcode = '40001'; end $$");
  });
  await expect(hopeless).rejects.toThrow('never');
  expect(runs).toBe(8);
});

it('does not run again after any other failure, and rolls back', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  let runs = 0;
  let id = '';
  const failing = transaction(em, async (tx) => {
    runs += 1;
    id = await insertCounter(tx);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(runs).toBe(1);
  expect(await storedValue(em, id)).toBeUndefined();
});

it('leaves the retry to the outermost transaction', async () => {
  await using notes = await testNotes();
  let outerRuns = 0;
  let innerRuns = 0;
  await transaction(notes.orm.em.fork(), async (outer) => {
    outerRuns += 1;
    await transaction(outer, async (inner) => {
      innerRuns += 1;
      if (innerRuns < 3) await rows(inner, "do $$ begin raise exception 'again' using errcode = '40P01'; end $$");
    });
  });
  expect({ outerRuns, innerRuns }).toEqual({ outerRuns: 3, innerRuns: 3 });
});

it('tells which constraint refused a row, from raw SQL and from a flush', async () => {
  await using notes = await testNotes();
  const em = notes.orm.em.fork();
  await insertCounter(em, 2_000);
  const raw: unknown = await insertCounter(em, 2_000).catch((error: unknown) => error);
  em.create(Counter, { id: newId(), value: 2_000, changedAt: new Date() });
  const flushed: unknown = await em.flush().catch((error: unknown) => error);
  for (const error of [raw, flushed]) {
    expect(sqlStateOf(error)).toBe(sqlStates.uniqueViolation);
    expect(isUniqueViolation(error, 'counter_value')).toBe(true);
    expect(isUniqueViolation(error, 'counter_pkey')).toBe(false);
  }
  expect(sqlStateOf(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }))).toBeUndefined();
  expect(sqlStateOf(new Error('wrapped', { cause: raw }))).toBe('23505');
});
