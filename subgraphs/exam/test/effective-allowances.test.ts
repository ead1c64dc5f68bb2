import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testDatabase } from '@lectern/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Pool } from 'pg';
import { allowancesOfLearner, effectiveAllowances } from '../src/allowance/allowance.queries.ts';
import { type AllowanceGrant, effectiveAllowance } from '../src/allowance/allowance.ts';
import { createExamOrm, migrateDatabase } from '../src/db/orm.ts';

const stack = new AsyncDisposableStack();
let orm: MikroORM;
let db: Pool;
beforeAll(async () => {
  const { url } = stack.use(await testDatabase('exam', migrateDatabase));
  orm = stack.adopt(await createExamOrm(url, 2), (it) => it.close(true));
  db = stack.adopt(new Pool({ connectionString: url, max: 2 }), (it) => it.end());
});
afterAll(async () => stack.disposeAsync());

/** The same numbers every time: mulberry32. */
function numbersFrom(seed: number): (max: number) => number {
  let state = seed;
  return (max) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % max;
  };
}

async function makeExam(timeLimitSeconds: number): Promise<string> {
  const { rows } = await db.query(
    `insert into exam.exam (id, course_id, title, instructions, time_limit_seconds, pass_mark_percent, attempts_max,
                            result_visibility, shuffles_questions, shuffles_choices, created_by)
     values (gen_random_uuid(), 'course-1', 'x', '', $1, 50, 1, 'OWN', true, true, 'x') returning id`,
    [timeLimitSeconds],
  );
  return rows[0].id;
}

it('read for many learners by SQL they come to what the rule says for one', async () => {
  const number = numbersFrom(20_260_301);
  const learners = ['a', 'b', 'c', 'd'];
  for (let round = 0; round < 40; round += 1) {
    const timeLimitSeconds = 60 + number(86_341);
    const examId = await makeExam(timeLimitSeconds);
    const grantsOf = new Map<string, AllowanceGrant[]>(learners.map((id) => [id, []]));
    const group = await db.query(
      `insert into exam.learner_group (id, course_id, name) values (gen_random_uuid(), 'course-1', $1) returning id`,
      [`group ${round}`],
    );
    const members = learners.filter(() => number(2) === 0);
    for (const member of members) {
      await db.query('insert into exam.learner_group_member values ($1, $2)', [group.rows[0].id, member]);
    }
    for (let count = number(6); count > 0; count -= 1) {
      const day = (at: number) => new Date(Date.UTC(2026, 2, 1 + at));
      const grant: AllowanceGrant = {
        extraSeconds: number(3) === 0 ? 0 : number(86_400),
        timeFactor: 1 + number(900) / 100,
        extraAttempts: number(4),
        opensAt: number(2) === 0 ? null : day(number(10)),
        closesAt: number(2) === 0 ? null : day(11 + number(10)),
      };
      const learner = number(3) === 0 ? null : (learners[number(4)] ?? null);
      const isRevoked = number(5) === 0;
      await db.query(
        `insert into exam.allowance (id, exam_id, learner_id, group_id, extra_seconds, time_factor, extra_attempts,
                                     opens_at, closes_at, reason, granted_by, revoked_at)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, 'x', 'x', $9)`,
        [
          ...[examId, learner, learner === null ? group.rows[0].id : null, grant.extraSeconds, grant.timeFactor],
          ...[grant.extraAttempts, grant.opensAt, grant.closesAt, isRevoked ? new Date() : null],
        ],
      );
      const receivers = learner === null ? members : [learner];
      if (!isRevoked) for (const id of receivers) grantsOf.get(id)?.push(grant);
    }
    const exam = { id: examId, timeLimitSeconds };
    const found = await effectiveAllowances(orm.em.fork(), exam, learners);
    for (const id of learners) {
      const grants = grantsOf.get(id) ?? [];
      const expected = effectiveAllowance(grants, exam);
      expect([round, id, found.get(id)]).toEqual([round, id, expected]);
      const [own] = await allowancesOfLearner(orm.em.fork(), id, [examId]);
      expect(own ?? null).toEqual(grants.length === 0 ? null : { examId, ...expected });
    }
  }
});
