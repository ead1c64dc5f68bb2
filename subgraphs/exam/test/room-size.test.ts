import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { writePresence } from '../src/attempt/write-presence.ts';
import { createExamOrm } from '../src/db/orm.ts';
import { makePublished } from './_operations.ts';
import { examRoom, pauseAttempts, roomAttempts, unpauseAttempts } from './_room.ts';
import { proctor, startTestExam, type TestExam } from './_util.ts';

/** Large enough that PostgreSQL would rather sort or scan than follow an index it cannot use. */
const count = 20_000;

let exam: TestExam;
let examId: string;
beforeAll(async () => {
  exam = await startTestExam();
  examId = (await makePublished(exam, {}, [])).examId;
  await exam.db.query(
    `insert into exam.attempt (id, exam_id, learner_id, number, status, paper_id, seed, started_at, deadline_at,
                               accepts_until, ending, submitted_at, graded_at, points_awarded, points_max, score_percent, is_passed)
     select gen_random_uuid(), e.id, 'l' || n, 1, s.status, e.paper_id, n,
            case when s.begun then now() - interval '5 minutes' end,
            case when s.begun then e.closes_at - n * interval '10 milliseconds' end,
            case when s.begun then e.closes_at - n * interval '10 milliseconds' + interval '10 seconds' end,
            case when s.over then 'HANDED_IN' end, case when s.over then now() end, case when s.over then now() end,
            case when s.over then 1 end, case when s.over then 6 end, case when s.over then 20 end,
            case when s.over then false end
       from exam.exam e, generate_series(1, $2) n cross join lateral (
         select case when n % 10 < 7 then 'IN_PROGRESS' when n % 10 < 8 then 'NOT_STARTED' else 'GRADED' end as status,
                n % 10 <> 7 as begun, n % 10 > 7 as over
       ) s
      where e.id = $1`,
    [examId, count],
  );
  await exam.db.query('analyze exam.attempt');
}, 300_000);
afterAll(async () => exam[Symbol.asyncDispose]());

/** The statements that an operation sends, each with its plan, as PostgreSQL reports them. */
async function plansOf(sql: string, params: readonly unknown[]): Promise<string> {
  const { rows: lines } = await exam.db.query(`explain (analyze, costs off, timing off, summary off) ${sql}`, [
    ...params,
  ]);
  return lines.map((row) => row['QUERY PLAN']).join('\n');
}

describe(`a room of ${count} attempts`, () => {
  it('is read page by page from an index, wherever the page stands', async () => {
    const { rows: middle } = await exam.db.query(
      `select deadline_at as "deadlineAt", id from exam.attempt where exam_id = $1 and status = 'IN_PROGRESS'
        order by deadline_at, id offset ${count / 2} limit 1`,
      [examId],
    );
    const running = `select * from exam.attempt a where a.exam_id = $1 and a.status = 'IN_PROGRESS'`;
    const plans = [
      await plansOf(`${running} order by a.deadline_at, a.id limit 101`, [examId]),
      await plansOf(
        `${running} and (a.deadline_at, a.id) > ($2::timestamptz, $3::uuid) order by a.deadline_at, a.id limit 101`,
        [examId, middle[0].deadlineAt, middle[0].id],
      ),
      await plansOf(
        `select * from exam.attempt a where a.exam_id = $1 and a.status = 'GRADED' and a.id > $2 order by a.id limit 101`,
        [examId, middle[0].id],
      ),
    ];
    for (const plan of plans) {
      expect(plan).toContain('Index Scan using attempt_');
      expect(plan).not.toMatch(/Sort|Seq Scan|Rows Removed/);
    }
  });

  it('is walked through from its first attempt to its last, each once', async () => {
    const seen = new Set<string>();
    let after: string | undefined;
    for (let pages = 0; pages < 5; pages += 1) {
      const { exam: found } = await exam.ask(proctor, roomAttempts, { examId, first: 100, after });
      for (const { node } of found.roomAttempts.edges) seen.add(node.attempt.id);
      expect(found.roomAttempts.totalCount).toBe(count);
      after = found.roomAttempts.pageInfo.endCursor;
    }
    expect(seen.size).toBe(500);
  });

  it('notes who is there, thousands of learners in one statement that writes no index', async () => {
    const orm = await createExamOrm(exam.config.dbUrl, 1);
    try {
      const { rows: ids } = await exam.db.query(
        `select id from exam.attempt where exam_id = $1 and status = 'IN_PROGRESS' order by id limit 2000`,
        [examId],
      );
      const seen = ids.map(({ id }) => ({ attemptId: id, ageMs: 10 }));
      const counted = await orm.em.fork().transactional(async (em) => {
        await writePresence(em, { seen, incidents: [{ attemptId: newId(), kind: 'PASTED', ageMs: 0 }] });
        return rows<{ updated: number; hot: number }>(
          em,
          `select n_tup_upd::int as updated, n_tup_hot_upd::int as hot from pg_stat_xact_user_tables
            where schemaname = 'exam' and relname = 'attempt'`,
        );
      });
      expect(counted[0]?.updated).toBe(2_000);
      // A page that happens to hold only learners who report has no room for all of them.
      expect(counted[0]?.hot).toBeGreaterThan(1_900);
    } finally {
      await orm.close(true);
    }
  });

  it('is paused and goes on as a whole, with an entry in the log for each step and not for each attempt', async () => {
    const input = { examId, reason: 'the fire alarm' };
    const running = (count * 7) / 10;
    const { pauseAttempts: paused } = await exam.ask(proctor, pauseAttempts, { input });
    expect(paused).toMatchObject({ changedCount: running, room: { pausedCount: running } });
    const { unpauseAttempts: gone } = await exam.ask(proctor, unpauseAttempts, { input });
    expect(gone).toMatchObject({ changedCount: running, room: { pausedCount: 0, inProgressCount: running } });
    const { rows: acts } = await exam.db.query('select 1 from exam.audit_log where exam_id = $1 and reason = $2', [
      examId,
      input.reason,
    ]);
    expect(acts.length).toBeLessThanOrEqual((2 * running) / 100);
    const { examRoom: room } = await exam.ask(proctor, examRoom, { examId });
    expect(room).toMatchObject({ notStartedCount: count / 10, endedCount: count / 5 });
  });
});
