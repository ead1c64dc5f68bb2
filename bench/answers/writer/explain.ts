import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { explainWrite } from '@lectern/exam/writer';
import pg from 'pg';
import { fillAttempts, type Ground } from './fill-attempts.ts';
import { startServerForWriting } from './start-ground.ts';

/**
 * `node bench/answers/writer/explain.ts [--attempts 300000] [--questions 100]`: fills the answer table to the size of a
 * national exam, and prints how PostgreSQL writes 512 answers, sums the points of 100 attempts, and reads one.
 */
const { values } = parseArgs({
  options: { attempts: { type: 'string', default: '300000' }, questions: { type: 'string', default: '100' } },
});
const attempts = Number(values.attempts);
const questions = Number(values.questions);
/** Heap, index, and the sorting of neither: measured 190 bytes. */
const bytesPerAnswer = 250;
const together = 512;

async function explain(): Promise<void> {
  await using server = await startServerForWriting();
  const ground = await fillAttempts(server.url, attempts, questions);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await fillAnswers(client, ground);
    await printSizes(client);
    const some = spread(ground.attemptIds, together);
    await print(`writing ${together} answers`, async () => explainWrite(server.url, answersOf(some, ground)));
    await print('summing the points of 100 attempts', () =>
      explainQuery(
        client,
        `select i.id, s.points from unnest($1::uuid[]) as i (id) cross join lateral (
           select sum(points_awarded) as points from exam.answer where attempt_id = i.id
         ) s where s.points is not null`,
        [spread(ground.attemptIds, 100)],
      ),
    );
    await print('reading one attempt', () =>
      explainQuery(client, 'select * from exam.answer where attempt_id = any($1::uuid[])', [
        spread(ground.attemptIds, 3).slice(1, 2),
      ]),
    );
  } finally {
    await client.end();
  }
}

/** Unlogged while it is filled: what is measured afterwards is the same, and the log of it serves nobody. */
async function fillAnswers(client: pg.Client, { attemptIds, questionIds }: Ground): Promise<void> {
  const { rows } = await client.query<{ part: string }>(
    `select inhrelid::regclass::text as part from pg_inherits where inhparent = 'exam.answer'::regclass order by 1`,
  );
  for (const { part } of rows) await client.query(`alter table ${part} set unlogged`);
  const batch = 10_000;
  for (let from = 0; from < attemptIds.length; from += batch) {
    await client.query(
      `insert into exam.answer (attempt_id, question_id, points_awarded, saved_at, sequence, response)
       select a, q, 1, now(), 1, '{"choiceIds": ["019a0000-0000-7000-8000-00000000000a"]}'
         from unnest($1::uuid[]) a cross join unnest($2::uuid[]) q`,
      [attemptIds.slice(from, from + batch), questionIds],
    );
    process.stderr.write(`\r${Math.min(from + batch, attemptIds.length) * questionIds.length} answers`);
  }
  process.stderr.write('\n');
  await client.query('vacuum (analyze) exam.answer');
}

async function printSizes(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: string; heap: string; index: string; parts: string }>(
    `select sum(reltuples)::bigint as count, pg_size_pretty(sum(pg_relation_size(oid))) as heap,
            pg_size_pretty(sum(pg_indexes_size(oid))) as index, count(*) as parts
       from pg_class where oid in (select inhrelid from pg_inherits where inhparent = 'exam.answer'::regclass)`,
  );
  const [row] = rows;
  if (row) process.stdout.write(`${row.count} answers in ${row.parts} partitions: ${row.heap}, indexes ${row.index}\n`);
}

/** Twice: the second time nothing is read for the first time. */
async function print(title: string, run: () => Promise<readonly string[]>): Promise<void> {
  await run();
  const lines = await run();
  process.stdout.write(`\n${title}\n${lines.map((line) => line.replaceAll(/'\{[^']{80,}\}'/g, "'{…}'")).join('\n')}\n`);
}

async function explainQuery(client: pg.Client, text: string, params: unknown[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, buffers, costs off, summary on) ${text}`,
    params,
  );
  return rows.map((row) => row['QUERY PLAN']);
}

function spread(ids: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(ids.length / count));
  return Array.from({ length: count }, (_, index) => ids[index * step] ?? '').filter((id) => id !== '');
}

let sequence = 1;
function answersOf(attemptIds: readonly string[], { questionIds }: Ground) {
  sequence += 1;
  const response = { choiceIds: ['019a0000-0000-7000-8000-00000000000b'] };
  const questionId = questionIds[7] ?? '';
  return attemptIds.map((attemptId) => ({ attemptId, questionId, sequence, response, points: 0, deviceId: null }));
}

const { bavail, bsize } = await statfs(tmpdir());
if (bavail * bsize < attempts * questions * bytesPerAnswer) {
  process.stderr.write(`${tmpdir()} has no room for ${attempts * questions} answers; nothing is explained\n`);
} else {
  await explain();
}
