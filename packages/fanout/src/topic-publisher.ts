import { hash } from 'node:crypto';
import { type Clock, type Logger, systemClock } from '@lectern/runtime';
import { connectTo, hangUp } from './redis-options.ts';
import { keptKey, topicKey } from './topic-key.ts';

export type TopicPublisherOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly logger: Logger;
  /** Gives `at` of the envelopes. */
  readonly clock?: Clock;
};

export type TopicPublisher = {
  /**
   * Publishes the present state of a topic; resolves when Redis has it. Rejects when Redis does not take it within two
   * seconds: after a commit, log that and go on, as the state itself is safe. The event is kept for `keepSeconds` (a day)
   * after the last one of its topic: shorter where topics are as many as people, as Redis holds them all. `revision` is
   * that of the state: one older than what was published already comes too late, and is dropped.
   */
  publish(topic: string, data: unknown, keepSeconds?: number, revision?: number): Promise<void>;
  /** For each topic, the highest revision published that Redis still knows of. Rejects while Redis is away. */
  revisionsOf(topics: readonly string[]): Promise<readonly (number | undefined)[]>;
  /** For each topic, whether anybody reads it at the moment. Rejects while Redis is away. */
  areRead(topics: readonly string[]): Promise<readonly boolean[]>;
};

const keepSecondsUsual = 24 * 3_600;
const publishTimeoutMs = 2_000;

/** Events before the newest are kept for those who come back, for this long: a minute, and some time to come. */
const keptMs = 65_000;
const keptMax = 128;
const keptBytesMax = 1_048_576;

/**
 * Counts, keeps and publishes in one step, so that subscribers see offsets rise in the order of the messages, and
 * whoever reads the kept event finds the newest. When the key is gone, counting begins anew under another epoch;
 * so it does in another run of Redis, which may have come back without its last second: subscribers have seen offsets that
 * it would give once more, and would drop what they take for old.
 *
 * The newest event moves to the list only when the next one comes while it is young: most topics of one person have one
 * event in their life, and cost no list. By the clock of Redis, as the publishers' may differ.
 */
const script = `
local known = redis.call('HMGET', KEYS[1], 'epoch', 'run', 'revision', 'last', 'ms', 'bytes')
if ARGV[5] ~= '' and known[3] and tonumber(known[3]) > tonumber(ARGV[5]) then return end
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local bytes = 0
local epoch = known[1]
if not epoch or known[2] ~= run then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'run', run)
  redis.call('DEL', KEYS[2])
elseif known[4] and known[5] and ms - known[5] < ${keptMs} then
  local entry = known[5] .. ' ' .. known[4]
  local count = redis.call('RPUSH', KEYS[2], entry)
  bytes = #entry
  if count > 1 then bytes = bytes + known[6] end
  while count > 0 do
    local first = redis.call('LINDEX', KEYS[2], 0)
    if count <= ${keptMax} and bytes <= ${keptBytesMax} and ms - string.match(first, '^%d+') < ${keptMs} then break end
    redis.call('LPOP', KEYS[2])
    count = count - 1
    bytes = bytes - #first
  end
  redis.call('PEXPIRE', KEYS[2], math.min(${keptMs}, ARGV[4] * 1000))
else
  redis.call('DEL', KEYS[2])
end
local offset = redis.call('HINCRBY', KEYS[1], 'offset', 1)
local envelope = '{"epoch":"' .. epoch .. '","offset":' .. string.format('%.0f', offset) ..
  ',"at":"' .. ARGV[2] .. '","data":' .. ARGV[3] .. '}'
redis.call('HSET', KEYS[1], 'last', envelope, 'ms', string.format('%.0f', ms), 'bytes', bytes)
if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'revision', ARGV[5]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', KEYS[1], envelope)
`;

const scriptName = hash('sha1', script);

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}

/** Publishes on `<prefix>live:<topic>`. It connects in the background and heals itself. */
export async function createTopicPublisher(options: TopicPublisherOptions): Promise<TopicPublisher & AsyncDisposable> {
  const { prefix, clock = systemClock } = options;
  const logger = options.logger.child({ part: 'topic-publisher' });
  const redis = connectTo(options.redisUrl, logger, {
    commandTimeout: publishTimeoutMs,
    // What waited while Redis was away is refused rather than sent late: a newer state may have come meanwhile.
    maxRetriesPerRequest: 1,
  });
  return {
    async publish(topic, data, keepSeconds = keepSecondsUsual, revision) {
      const at = new Date(clock.now()).toISOString();
      const json = JSON.stringify(data) ?? 'null';
      const key = topicKey(prefix, topic);
      const said = [2, key, keptKey(key), crypto.randomUUID(), at, json, keepSeconds, revision ?? ''] as const;
      // By its name, as the text is longer than most events; a Redis that has come back does not know it any more.
      await redis.evalsha(scriptName, ...said).catch((error: unknown) => {
        if (!isUnknownScript(error)) throw error;
        return redis.eval(script, ...said);
      });
    },
    async revisionsOf(topics) {
      if (topics.length === 0) return [];
      const pipeline = redis.pipeline();
      for (const topic of topics) pipeline.hget(topicKey(prefix, topic), 'revision');
      const answers = (await pipeline.exec()) ?? [];
      return topics.map((_, index) => {
        const [problem, revision] = answers[index] ?? [new Error('Redis gave no answer')];
        if (problem) throw problem;
        return typeof revision === 'string' ? Number(revision) : undefined;
      });
    },
    async areRead(topics) {
      if (topics.length === 0) return [];
      const answer: unknown = await redis.pubsub('NUMSUB', ...topics.map((topic) => topicKey(prefix, topic)));
      // Channels and counts in turn, in the order asked.
      return topics.map((_, index) => Array.isArray(answer) && Number(answer[2 * index + 1]) > 0);
    },
    async [Symbol.asyncDispose]() {
      // Lets what was published before go out.
      if (redis.status === 'ready') await redis.quit().catch(() => undefined);
      hangUp(redis);
    },
  };
}
