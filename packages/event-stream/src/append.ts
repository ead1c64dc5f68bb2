import type { Redis } from 'ioredis';

export type EntryToAppend = {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  /** JSON. */
  readonly payload: string;
};

export type AppendOutcome =
  | { readonly isAppended: true; readonly entryIds: readonly string[] }
  /** The stream is not what the relay left: `mark` is what Redis has, '' for nothing. */
  | { readonly isAppended: false; readonly mark: string };

/**
 * Appends all or nothing, and only to the stream as this relay left it. The mark is checked and moved in the same
 * step, so neither a Redis that lost its data nor a second relay goes unnoticed. Entries older than the retention, or
 * more than there may be, are trimmed on the way, by the clock of Redis, which also makes the entry ids.
 */
const script = `
local mark = redis.call('GET', KEYS[2]) or ''
if mark ~= ARGV[1] then return { 'MOVED', mark } end
local oldest = redis.call('TIME')[1] * 1000 - ARGV[2]
local ids = {}
for i = 4, #ARGV, 4 do
  ids[#ids + 1] = redis.call('XADD', KEYS[1], 'MINID', '~', string.format('%.0f', oldest), '*',
    'id', ARGV[i], 'type', ARGV[i + 1], 'occurredAt', ARGV[i + 2], 'payload', ARGV[i + 3])
end
if ARGV[3] ~= '' then redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[3]) end
redis.call('SET', KEYS[2], ids[#ids])
return ids
`;

/** How long entries are kept, and how many. */
export type Keeping = { readonly keptMs: number; readonly entriesMax?: number };

export async function append(
  redis: Redis,
  keys: { readonly stream: string; readonly mark: string },
  expectedMark: string,
  { keptMs, entriesMax }: Keeping,
  entries: readonly EntryToAppend[],
): Promise<AppendOutcome> {
  const fields = entries.flatMap(({ id, type, occurredAt, payload }) => [id, type, occurredAt, payload]);
  const limits = [keptMs, entriesMax ?? ''];
  const answer = await redis.eval(script, 2, keys.stream, keys.mark, expectedMark, ...limits, ...fields);
  if (!Array.isArray(answer)) throw new Error('the append script answered with something else than a list');
  const words = answer.map(String);
  return words[0] === 'MOVED' ? { isAppended: false, mark: words[1] ?? '' } : { isAppended: true, entryIds: words };
}
