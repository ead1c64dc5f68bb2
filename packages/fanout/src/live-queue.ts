import type { LiveEnvelope } from '@lectern/events';

export type LiveQueue = {
  /** Drops what is not newer than the last one taken in; when full, drops the oldest: each event is a whole state. */
  push(event: LiveEnvelope): void;
  /** Lets waiting and coming readers finish; what is queued is dropped. */
  end(): void;
  next(): Promise<IteratorResult<LiveEnvelope, undefined>>;
};

type Result = IteratorResult<LiveEnvelope, undefined>;
const finished: Result = { done: true, value: undefined };

/** Events between one subscription and its reader, at most `max` of them, always with the newest. */
export function createLiveQueue(max: number): LiveQueue {
  const queued: LiveEnvelope[] = [];
  const readers: ((result: Result) => void)[] = [];
  let last: LiveEnvelope | undefined;
  let isEnded = false;
  return {
    push(event) {
      if (isEnded || !isNewer(event, last)) return;
      last = event;
      const reader = readers.shift();
      if (reader) return reader({ done: false, value: event });
      queued.push(event);
      if (queued.length > max) queued.shift();
    },
    end() {
      isEnded = true;
      queued.length = 0;
      for (const reader of readers.splice(0)) reader(finished);
    },
    async next() {
      const event = queued.shift();
      if (event) return { done: false, value: event };
      if (isEnded) return finished;
      return new Promise((resolve) => readers.push(resolve));
    },
  };
}

/** Another epoch is newer: its counting began when the old one was lost. */
function isNewer(event: LiveEnvelope, last: LiveEnvelope | undefined): boolean {
  return last === undefined || event.epoch !== last.epoch || event.offset > last.offset;
}
