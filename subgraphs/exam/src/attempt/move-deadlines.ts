import { setTimeout as pause } from 'node:timers/promises';
import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { deadlineSql } from './deadline.ts';

/** What an exam says of deadlines. */
export type Timing = {
  readonly examId: string;
  readonly timeLimitSeconds: number;
  readonly closesAt: Date | null;
  readonly graceSeconds: number;
};

/** In one transaction, which is over in some tens of milliseconds: answers do not wait long for the locks. */
const movedTogetherMax = 500;
/** Passes through all attempts, until nobody else holds the lock of one. */
const passesMax = 100;
const passMs = 20;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Moves the deadlines of running attempts to where `timing` and what each attempt was granted put them, in short
 * transactions; returns the attempts moved. For what comes later only: should it be interrupted, whoever was moved has
 * more time than the exam says, and doing it again moves the rest.
 */
export async function moveDeadlinesAhead(em: EntityManager, timing: Timing): Promise<string[]> {
  const moved: string[] = [];
  for (let passes = 0; passes < passesMax; passes += 1) {
    const inOnePass = await movePass((after) =>
      transaction(em, (inside) => moveSome(inside, timing, after, 'skip locked')),
    );
    moved.push(...inOnePass);
    if (!(await isBehind(em, timing))) break;
    await pause(passMs);
  }
  return moved;
}

/** Moves all that is left, in the transaction that changes the exam. */
export async function moveRemainingDeadlines(em: EntityManager, timing: Timing): Promise<string[]> {
  return movePass((after) => moveSome(em, timing, after, ''));
}

async function movePass(moveAfter: (id: string) => Promise<string[]>): Promise<string[]> {
  const moved: string[] = [];
  for (let after = beforeAll; ; ) {
    const some = await moveAfter(after);
    moved.push(...some);
    const last = some.toSorted().at(-1);
    if (last === undefined) return moved;
    after = last;
  }
}

/** The clock of a paused attempt stands still. */
const nowOfAttempt = 'coalesce(a.paused_at, now())';

/** Where a deadline goes: what is due, but for nobody back to before now. Of attempt `a` and exam `e`. */
export const movedDeadlineSql = `greatest(${deadlineSql('a.started_at')},
  least(a.deadline_at, ${nowOfAttempt}))::timestamptz(3)`;

const timings = `(select ?::uuid as id, ?::float8 as time_limit_seconds, ?::timestamptz as closes_at,
  ?::float8 as grace_seconds)`;
const grace = 'make_interval(secs => e.grace_seconds)';
const isElsewhere = `(a.deadline_at <> ${movedDeadlineSql} or a.accepts_until <> ${movedDeadlineSql} + ${grace})`;

function paramsOf({ examId, timeLimitSeconds, closesAt, graceSeconds }: Timing): unknown[] {
  return [examId, timeLimitSeconds, closesAt, graceSeconds];
}

async function moveSome(em: EntityManager, timing: Timing, after: string, wait: 'skip locked' | ''): Promise<string[]> {
  const moved = await rows<{ id: string }>(
    em,
    `with chosen as materialized (
       select a.id from exam.attempt a, ${timings} e
        where a.exam_id = e.id and a.status = 'IN_PROGRESS' and a.id > ? and ${isElsewhere}
        order by a.id limit ${movedTogetherMax} for update of a ${wait}
     )
     update exam.attempt a set deadline_at = ${movedDeadlineSql},
            accepts_until = ${movedDeadlineSql} + ${grace}, revision = a.revision + 1
       from chosen c, ${timings} e
      where a.id = c.id and a.status = 'IN_PROGRESS'
     returning a.id`,
    [...paramsOf(timing), after, ...paramsOf(timing)],
  );
  return moved.map(({ id }) => id);
}

async function isBehind(em: EntityManager, timing: Timing): Promise<boolean> {
  const [row] = await rows(
    em,
    `select 1 from exam.attempt a, ${timings} e
      where a.exam_id = e.id and a.status = 'IN_PROGRESS' and ${isElsewhere} limit 1`,
    paramsOf(timing),
  );
  return row !== undefined;
}
