import pg from 'pg';

/** Where answers go: an exam with this many running attempts. */
export type Ground = { readonly attemptIds: readonly string[]; readonly questionIds: readonly string[] };

const examId = '01900000-0000-7000-8000-000000000001';
const paperId = '01900000-0000-7000-8000-000000000002';

/** Fills a migrated database with one exam and its running attempts, and leaves it as a server at rest would be. */
export async function fillAttempts(url: string, attempts: number, questions: number): Promise<Ground> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      insert into exam.exam (id, course_id, title, instructions, status, opens_at, closes_at, time_limit_seconds,
        pass_mark_percent, attempts_max, result_visibility, shuffles_questions, shuffles_choices, created_by)
      values ('${examId}', 'course', 'National exam', '', 'DRAFT', now() - interval '1 hour', now() + interval '1 day',
        7200, 50, 1, 'OWN', true, true, 'instructor');
      insert into exam.paper (id, exam_id, shuffles_questions, shuffles_choices, points_max, question_count, questions)
      values ('${paperId}', '${examId}', true, true, ${questions}, ${questions}, '[]');
      update exam.exam set status = 'PUBLISHED', paper_id = '${paperId}';
    `);
    // Ids as newId() makes them: in the order of time.
    await client.query(
      `insert into exam.attempt (id, exam_id, learner_id, number, status, paper_id, seed, started_at, deadline_at,
         accepts_until, last_seen_at)
       select uuidv7(make_interval(secs => i / 1000.0)), $1, 'learner-' || i, 1, 'IN_PROGRESS', $2, i, now(),
              now() + interval '2 hours', now() + interval '2 hours 10 seconds', now()
         from generate_series(1, $3::int) i`,
      [examId, paperId, attempts],
    );
    await client.query('vacuum (analyze) exam.attempt');
    await client.query('checkpoint');
    const { rows } = await client.query<{ id: string }>('select id from exam.attempt order by id');
    const questionIds = Array.from({ length: questions }, (_, index) => questionId(index));
    return { attemptIds: rows.map(({ id }) => id), questionIds };
  } finally {
    await client.end();
  }
}

function questionId(index: number): string {
  return `01911111-2222-7333-8444-${index.toString(16).padStart(12, '0')}`;
}
