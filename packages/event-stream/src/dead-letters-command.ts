import { parseArgs } from 'node:util';
import { type StreamName, streamNames } from '@lectern/events';
import { Redis } from 'ioredis';
import { type DeadLetter, listDeadLetters, replayDeadLetters } from './dead-letters.ts';

/** `npm run dead-letters -- --redis URL --prefix PREFIX [--stream NAME] [--group NAME] [--limit 100] [--replay]` */
const usage =
  'npm run dead-letters -- --redis redis://HOST:PORT --prefix PREFIX [--stream NAME] [--group NAME] [--limit 100] [--replay]';

const { values } = parseArgs({
  options: {
    redis: { type: 'string' },
    prefix: { type: 'string' },
    stream: { type: 'string' },
    group: { type: 'string' },
    limit: { type: 'string', default: '100' },
    replay: { type: 'boolean', default: false },
  },
});
const { redis: url, prefix, stream: only, group, limit } = values;
const streams = Object.values(streamNames).filter((name) => only === undefined || name === only);
if (url === undefined || prefix === undefined || streams.length === 0) {
  process.stderr.write(`${usage}\nStreams: ${Object.values(streamNames).join(', ')}\n`);
  process.exitCode = 64;
} else {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    for (const stream of streams) await look(redis, prefix, stream);
  } finally {
    redis.disconnect();
  }
}

/** The payload is left out: it is for consumers, and may name people. */
async function look(redis: Redis, keyPrefix: string, stream: StreamName): Promise<void> {
  const letters = (await listDeadLetters(redis, keyPrefix, stream, Number(limit))).filter(
    (letter) => group === undefined || letter.group === group,
  );
  for (const letter of letters) process.stdout.write(`${lineOf(stream, letter)}\n`);
  if (!values.replay) return;
  const count = await replayDeadLetters(redis, keyPrefix, stream, letters);
  process.stdout.write(`${stream}: ${count} of ${letters.length} are delivered again\n`);
}

function lineOf(stream: StreamName, { letterId, group: of, type, eventId, occurredAt, deliveries, error }: DeadLetter) {
  return JSON.stringify({ stream, letterId, group: of, type, eventId, occurredAt, deliveries, error });
}
