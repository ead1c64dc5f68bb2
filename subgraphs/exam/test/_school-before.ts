import { createOrm, migrate } from '@lectern/postgres';
import { Client } from 'pg';
import { entities } from '../src/db/entities.ts';
import { migrations } from '../src/db/migrations.ts';
import { schemaName } from '../src/db/orm.ts';

/** The last migration before banks, sections, rooms and markers. */
export const lastBefore = '20260901120200_reminder__create';

/** A database as it was then. */
export async function migrateBefore(url: string): Promise<void> {
  const until = migrations.findIndex(({ name }) => name === lastBefore) + 1;
  const orm = await createOrm({ url, schema: schemaName, entities, migrations: migrations.slice(0, until) });
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const before = {
  examId: id(1),
  paperId: id(2),
  question: { single: id(11), several: id(12), truth: id(13), numeric: id(14), text: id(15) },
  attempt: { running: id(21), overdue: id(22), graded: id(23) },
} as const;

const questions = [
  { kind: 'SINGLE_CHOICE', id: id(11), choices: [choice('a', true), choice('b', false)] },
  { kind: 'MULTIPLE_CHOICE', id: id(12), choices: [choice('a', true), choice('b', true), choice('c', false)] },
  { kind: 'TRUE_FALSE', id: id(13), isTrue: true },
  { kind: 'NUMERIC', id: id(14), number: 10, tolerance: 0.5, unit: 'm' },
  { kind: 'SHORT_TEXT', id: id(15), acceptedTexts: ['Oslo'] },
].map((question) => ({ ...question, prompt: 'What?', pointsMax: 1 }));

function choice(name: string, isRight: boolean) {
  return { id: name, text: name, isRight };
}

/**
 * A published exam of `course-1` with a question of each kind there was. `learner` sits it, `other-learner` has sat it,
 * `late-learner` has run out of time, `new-learner` has not begun.
 */
export async function fillBefore(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { examId, paperId, attempt, question } = before;
  try {
    await client.query(
      `insert into exam.exam (id, course_id, title, instructions, opens_at, closes_at, time_limit_seconds,
         pass_mark_percent, attempts_max, result_visibility, shuffles_questions, shuffles_choices, created_by)
       values ($1, 'course-1', 'From before', '', now() - interval '3 hours', now() + interval '2 hours', 3600,
         50, 2, 'OWN', true, true, 'instructor')`,
      [examId],
    );
    await client.query(
      `insert into exam.paper (id, exam_id, shuffles_questions, shuffles_choices, points_max, question_count, questions)
       values ($1, $2, true, true, 5, 5, $3)`,
      [paperId, examId, JSON.stringify(questions)],
    );
    await client.query(`update exam.exam set status = 'PUBLISHED', paper_id = $1 where id = $2`, [paperId, examId]);
    await client.query(
      `insert into exam.registration (id, exam_id, learner_id)
       select gen_random_uuid(), $1, unnest(array['learner', 'other-learner', 'late-learner', 'new-learner'])`,
      [examId],
    );
    await client.query(
      `insert into exam.attempt (id, exam_id, learner_id, number, status, ending, paper_id, seed, started_at, deadline_at,
         submitted_at, graded_at, points_awarded, points_max, score_percent, is_passed)
       values ($3, $1, 'learner', 1, 'IN_PROGRESS', null, $2, 7, now() - interval '10 minutes',
           now() + interval '50 minutes', null, null, null, null, null, null),
         ($4, $1, 'late-learner', 1, 'IN_PROGRESS', null, $2, 8, now() - interval '2 hours',
           now() - interval '1 hour', null, null, null, null, null, null),
         ($5, $1, 'other-learner', 1, 'GRADED', 'HANDED_IN', $2, 9, now() - interval '2 hours',
           now() - interval '1 hour', now() - interval '90 minutes', now() - interval '90 minutes', 3, 5, 60, true)`,
      [examId, paperId, attempt.running, attempt.overdue, attempt.graded],
    );
    await client.query(
      `insert into exam.answer (attempt_id, question_id, response, points_awarded, sequence, saved_at, is_flagged)
       select a, q, r::jsonb, 1, 3, now() - interval '95 minutes', false from (values
         ($1::uuid, $4::uuid, '{"isTrue": true}'), ($2, $4, '{"isTrue": true}'), ($3, $4, '{"isTrue": true}'),
         ($3, $5, '{"number": 10.2}'), ($3, $6, '{"text": "oslo"}')) as v (a, q, r)`,
      [attempt.running, attempt.overdue, attempt.graded, question.truth, question.numeric, question.text],
    );
  } finally {
    await client.end();
  }
}
