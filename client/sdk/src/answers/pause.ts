import { type BackoffBounds, backoffMs } from '../backoff.ts';

export type PauseOptions = {
  readonly retry: BackoffBounds;
  readonly random: () => number;
  /** Called when it has run out by itself. */
  readonly onOver: () => void;
};

export type Pause = {
  isOn(): boolean;
  /** A failure: begins it, longer every time. `askedMs` is how long the server wants to be left alone; it gets that. */
  begin(askedMs?: number): void;
  /** Ends it before its time, unless the server asked for it. */
  end(): void;
  /** A success: the next failure is the first again. */
  recover(): void;
  stop(): void;
};

/** Whatever a server asks for, nobody is silent for longer than this while the time of an exam runs. */
const askedMaxMs = 30_000;

/** The wait after a failure. Failures of requests that were on their way together count as one. */
export function createPause({ retry, random, onOver }: PauseOptions): Pause {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  let failureCount = 0;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    isAsked = false;
  };
  return {
    isOn: () => timer !== undefined,
    begin(askedMs = 0) {
      const isMore = askedMs > 0 && !isAsked;
      if (timer !== undefined && !isMore) return;
      if (timer === undefined) failureCount += 1;
      stop();
      isAsked = askedMs > 0;
      // Those who were told the same come back at different moments.
      const asked = isAsked ? Math.min(askedMaxMs, askedMs) + random() * retry.baseMs : 0;
      timer = setTimeout(
        () => {
          stop();
          onOver();
        },
        Math.max(asked, backoffMs(failureCount, retry, random)),
      );
    },
    end() {
      if (!isAsked) stop();
    },
    recover() {
      failureCount = 0;
    },
    stop,
  };
}
