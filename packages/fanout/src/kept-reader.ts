import type { Logger } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import type { KeptRow } from './catch-up.ts';
import type { Position } from './feed-types.ts';

export type ReadRequest = {
  readonly key: string;
  /** Events after this are asked for; undefined asks for the newest alone. */
  readonly known: Position | undefined;
  /** At once before the question goes out: the answer covers whatever was published before. */
  onSend?(): void;
  onRow(row: KeptRow): void;
  /** Redis gave no answer. */
  onFail(): void;
};

export type KeptReader = {
  /** Asks in the next turn of the event loop, together with everything else asked in this one. */
  ask(request: ReadRequest): void;
};

/** Per command: a hundred take Redis less than a millisecond. */
const chunkMax = 100;
const underWayMax = 4;

/**
 * For each key the newest event if it is not known, with those missed before it if all are kept. One step, so that
 * the list fits the hash. Counting began at 1 for whoever knows that nothing was kept in this very run. Topics are named
 * by whoever follows them: where a key is something else, that is nothing kept, and no mistake for all who are asked for
 * in one step.
 */
const script = `
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local answer = { run }
for i, key in ipairs(KEYS) do
  local epoch, offset = ARGV[2 * i - 1], ARGV[2 * i]
  local kept = redis.pcall('HMGET', key, 'epoch', 'offset', 'last')
  local row = {}
  if not kept.err and kept[1] and kept[2] then
    row = { kept[1], kept[2] }
    local missed
    if epoch == kept[1] or epoch == 'run:' .. run then missed = tonumber(kept[2]) - tonumber(offset) end
    if kept[3] and (not missed or missed > 0) then
      local older = missed and missed > 1 and redis.pcall('LLEN', key .. ':kept')
      if type(older) == 'number' and older >= missed - 1 then
        for _, each in ipairs(redis.call('LRANGE', key .. ':kept', 1 - missed, -1)) do
          row[#row + 1] = string.match(each, '^%d+ (.*)$')
        end
      end
      row[#row + 1] = kept[3]
    end
  end
  answer[i + 1] = row
end
return answer
`;

/** Reads kept events in batches over a connection that refuses commands while it is not ready. */
export function createKeptReader(redis: Redis, logger: Logger): KeptReader {
  let queue: ReadRequest[] = [];
  let underWay = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(pump);
  }

  function pump(): void {
    isScheduled = false;
    let taken = 0;
    while (underWay < underWayMax && taken < queue.length) {
      void read(queue.slice(taken, taken + chunkMax));
      taken += chunkMax;
    }
    queue = queue.slice(taken);
  }

  async function read(requests: readonly ReadRequest[]): Promise<void> {
    underWay += 1;
    const rows = await ask(requests);
    underWay -= 1;
    if (queue.length > 0) schedule();
    for (const [index, request] of requests.entries()) {
      const row = rows?.[index];
      if (row) request.onRow(row);
      else request.onFail();
    }
  }

  async function ask(requests: readonly ReadRequest[]): Promise<readonly KeptRow[] | undefined> {
    for (const request of requests) request.onSend?.();
    const keys = requests.map(({ key }) => key);
    const known = requests.flatMap(({ known }) => [known?.epoch ?? '', known?.offset ?? 0]);
    try {
      return readAnswer(await redis.eval(script, keys.length, ...keys, ...known));
    } catch (error) {
      // While it is not connected that is no news.
      if (redis.status === 'ready') logger.warn({ err: error }, 'reading kept events failed');
      return undefined;
    }
  }

  return {
    ask(request) {
      queue.push(request);
      schedule();
    },
  };
}

function readAnswer(answer: unknown): readonly KeptRow[] {
  const [run, ...rows]: readonly unknown[] = Array.isArray(answer) ? answer : [];
  if (typeof run !== 'string') throw new Error('Redis did not tell its run');
  return rows.map((row) => {
    const [epoch, offset, ...texts]: readonly unknown[] = Array.isArray(row) ? row : [];
    const newest = typeof epoch === 'string' ? { epoch, offset: Number(offset) } : undefined;
    return { run, newest, texts: texts.filter((text) => typeof text === 'string') };
  });
}
