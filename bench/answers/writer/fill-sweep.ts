import pg from 'pg';

export type SweepGround = {
  readonly examId: string;
  readonly questionIds: readonly string[];
  /** Of learners who go on answering while the others' time has run out. */
  readonly runningIds: readonly string[];
};

const examId = '01900000-0000-7000-8000-000000000001';
const paperId = '01900000-0000-7000-8000-000000000002';
const questionCount = 40;
const runningCount = 20_000;

/** An exam in which the time of `due` attempts has run out in the same second, each with 40 answers, and others run. */
export async function fillSweep(url: string, due: number): Promise<SweepGround> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const questions = Array.from({ length: questionCount }, (_, index) => question(index));
    const questionIds = questions.map(({ id }) => id);
    await client.query(`
      insert into exam.exam (id, course_id, title, instructions, status, opens_at, closes_at, time_limit_seconds,
        pass_mark_percent, attempts_max, result_visibility, shuffles_questions, shuffles_choices, created_by)
      values ('${examId}', 'course', 'National exam', '', 'DRAFT', now() - interval '3 hours', now() + interval '1 day',
        7200, 50, 1, 'OWN', true, true, 'instructor')`);
    await client.query(
      `insert into exam.paper (id, exam_id, shuffles_questions, shuffles_choices, points_max, question_count, questions)
       values ($1, $2, true, true, $3::int, $3::int, $4)`,
      [paperId, examId, questionCount, JSON.stringify(questions)],
    );
    await client.query(`update exam.exam set status = 'PUBLISHED', paper_id = $1, has_ready_attempts = true`, [
      paperId,
    ]);
    await insertAttempts(client, 'due', due, '-10 seconds');
    await client.query(
      `insert into exam.answer (attempt_id, question_id, points_awarded, saved_at, sequence, response)
       select a.id, q, 1, now(), 1, '{"choiceIds": ["right"]}' from exam.attempt a cross join unnest($1::uuid[]) q`,
      [questionIds],
    );
    await insertAttempts(client, 'running', runningCount, '2 hours');
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
    const { rows } = await client.query<{ id: string }>(
      `select id from exam.attempt where learner_id like 'running-%' order by id`,
    );
    return { examId, questionIds, runningIds: rows.map(({ id }) => id) };
  } finally {
    await client.end();
  }
}

async function insertAttempts(client: pg.Client, name: string, count: number, ends: string): Promise<void> {
  await client.query(
    `insert into exam.attempt (id, exam_id, learner_id, number, status, paper_id, seed, started_at, deadline_at,
       accepts_until, last_seen_at)
     select uuidv7(make_interval(secs => i / 1000.0)), $1, $3 || '-' || i, 1, 'IN_PROGRESS', $2, i,
            now() - interval '2 hours', now() + $5::interval, now() + $5::interval, now()
       from generate_series(1, $4::int) i`,
    [examId, paperId, name, count, ends],
  );
}

function question(index: number) {
  const choices = ['right', 'wrong'].map((id) => ({ id, text: `What is ${id}`, isRight: id === 'right' }));
  const id = `01911111-2222-7333-8444-${index.toString(16).padStart(12, '0')}`;
  return { id, prompt: `Question ${index} of an exam`, pointsMax: 1, kind: 'SINGLE_CHOICE', choices };
}
