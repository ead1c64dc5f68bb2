import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureRedis, freePort, startRedis } from '@lectern/embedded-services';
import { startExamService } from '@lectern/exam/service';
import { createSigner, signatureHeader } from '@lectern/request-signing';
import pg from 'pg';
import { cpuMsOf } from '../../gateway/processes/usage.ts';
import { fillSweep, type SweepGround } from './fill-sweep.ts';
import { pace } from './load-writer.ts';
import { startServerForWriting } from './start-ground.ts';

/**
 * `node bench/answers/writer/sweep.ts [--attempts 100000] [--answers 2000]`: attempts due in the same second are ended by
 * the real service, asked as the scheduler asks it, while others go on answering; how long until all are graded, and the
 * longest transaction seen meanwhile. The last line is JSON.
 */
const { values } = parseArgs({
  options: { attempts: { type: 'string', default: '100000' }, answers: { type: 'string', default: '2000' } },
});
const attempts = Number(values.attempts);
const answersPerSecond = Number(values.answers);
const signingSecret = 'a-signing-secret-for-benches-only-0123456789';
const batchMax = 1_000;
const lookEveryMs = 2;

await using server = await startServerForWriting();
const ground = await fillSweep(server.url, attempts);
process.stderr.write(`${attempts} attempts are due\n`);
const program = ensureRedis((line) => void process.stderr.write(`${line}\n`));
await using redis = await startRedis({ program, port: await freePort() });
await using service = await startExamService({
  host: '127.0.0.1',
  port: 0,
  dbUrl: server.url,
  dbPoolMax: 10,
  redisUrl: redis.url,
  redisPrefix: 'bench:',
  signingSecret,
  courseUrl: 'http://127.0.0.1:9',
  identityUrl: 'http://127.0.0.1:9',
  log: { level: 'error', format: 'json' },
  answers: { writers: 3, queueMax: 20_000, batchMax: 1_024 },
});
const stopping = new AbortController();
const watched = watchTransactions(server.url, stopping.signal);
const load = pace(
  { url: server.url, postgresPid: server.pid, source: answersOf(ground), writers: 1, batchMax: 1_024 },
  answersPerSecond,
  30,
);
const cpuBefore = { node: process.cpuUsage(), postgres: cpuMsOf(server.pid) };
const startedAt = performance.now();
let graded = 0;
for (;;) {
  const ended = await expire(service.url);
  if (ended === 0) break;
  graded += ended;
}
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore.node);
const cpuSeconds = { node: (user + system) / 1e6, postgres: (cpuMsOf(server.pid) - cpuBefore.postgres) / 1_000 };
const answering = await load;
stopping.abort();
const report = {
  attempts: graded,
  seconds: Number(seconds.toFixed(1)),
  longestTransactionMs: Math.round(await watched),
  cpuSeconds,
  answersPerSecond: Math.round(answering.perSecond),
  answerP99Ms: Number(answering.p99Ms.toFixed(1)),
};
process.stdout.write(`${JSON.stringify(report)}\n`);

async function expire(url: string): Promise<number> {
  const path = '/graphql';
  const body = JSON.stringify({ query: `mutation { expireAttempts(limit: ${batchMax}) }` });
  const viewer = { kind: 'SERVICE', name: 'scheduler' } as const;
  const signature = createSigner('gateway', signingSecret)({ audience: 'exam', method: 'POST', path, body, viewer });
  const headers = { 'content-type': 'application/json', accept: 'application/json', [signatureHeader]: signature };
  const response = await fetch(new URL(path, url), { method: 'POST', headers, body });
  const answer: unknown = await response.json();
  const count = /"expireAttempts":(\d+)/.exec(JSON.stringify(answer))?.[1];
  if (count === undefined) throw new Error(`the sweep was refused: ${JSON.stringify(answer)}`);
  return Number(count);
}

/**
 * The age of the oldest transaction of the service that holds locks of rows, looked at every few milliseconds; the
 * greatest of all. Who has locked a row has an id; who only reads, as counting the room, has none.
 */
async function watchTransactions(url: string, stop: AbortSignal): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let longest = 0;
  while (!stop.aborted) {
    const { rows } = await client.query<{ ms: number }>(
      `select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 * 1000 as ms
         from pg_stat_activity where application_name = 'lectern-exam' and backend_xid is not null`,
    );
    longest = Math.max(longest, rows[0]?.ms ?? 0);
    await delay(lookEveryMs);
  }
  await client.end();
  return longest;
}

function answersOf({ runningIds, questionIds }: SweepGround) {
  let count = 0;
  const response = { choiceIds: ['right'] };
  return {
    distinct: () => count,
    giveBack: () => undefined,
    next() {
      count += 1;
      const attemptId = runningIds[(count * 7_919) % runningIds.length] ?? '';
      const questionId = questionIds[count % questionIds.length] ?? '';
      return { attemptId, questionId, sequence: count, response, points: 1, deviceId: null };
    },
  };
}
