import type { Logger } from '@lectern/runtime';

export type ConflatorOptions<State> = {
  /** The least time between two publications of a topic, in milliseconds; asked anew at each when it is a function. */
  readonly intervalMs: number | ((topic: string) => number);
  /** Asked for one topic once at a time. When it rejects, the state is published at the next turn, or a newer one. */
  readonly publish: (topic: string, state: State) => Promise<void>;
  readonly logger?: Logger;
};

export type Conflator<State> = AsyncDisposable & {
  /** Says what the state of a topic is now. Published at once after a quiet interval, else at the end of the running one. */
  push(topic: string, state: State): void;
};

type Turn<State> = {
  /** The newest state that is not published. */
  pending: { readonly state: State } | undefined;
  timer: NodeJS.Timeout | undefined;
  publishing: Promise<void> | undefined;
};

/**
 * Publishes each topic at most once per interval, always with its newest state; the last state pushed is published
 * however many came before it. Disposing publishes what is pending, at once and once, and leaves no timer.
 */
export function createConflator<State>(options: ConflatorOptions<State>): Conflator<State> {
  const turns = new Map<string, Turn<State>>();
  const { intervalMs } = options;
  const intervalOf = typeof intervalMs === 'number' ? () => intervalMs : intervalMs;
  let isDisposed = false;

  async function publish(topic: string, turn: Turn<State>): Promise<void> {
    const taken = turn.pending;
    if (!taken) return;
    turn.pending = undefined;
    try {
      await options.publish(topic, taken.state);
    } catch (error) {
      options.logger?.warn({ err: error, topic }, 'publishing failed');
      turn.pending ??= taken;
    }
    turn.publishing = undefined;
  }

  function begin(topic: string, turn: Turn<State>): void {
    turn.timer = setTimeout(() => finish(topic, turn), intervalOf(topic));
    turn.publishing = publish(topic, turn);
  }

  /** The interval is over: the next begins if there is something to publish, else the topic is forgotten. */
  function finish(topic: string, turn: Turn<State>): void {
    turn.timer = undefined;
    if (turn.publishing) {
      // Slower than the interval: the next turn comes when it is through.
      void turn.publishing.then(() => {
        if (!isDisposed) finish(topic, turn);
      });
    } else if (turn.pending) begin(topic, turn);
    else turns.delete(topic);
  }

  return {
    push(topic, state) {
      if (isDisposed) throw new Error('the conflator was disposed');
      const turn = turns.get(topic);
      if (turn) {
        turn.pending = { state };
        return;
      }
      const first: Turn<State> = { pending: { state }, timer: undefined, publishing: undefined };
      turns.set(topic, first);
      begin(topic, first);
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      await Promise.all(
        [...turns].map(async ([topic, turn]) => {
          clearTimeout(turn.timer);
          await turn.publishing;
          await publish(topic, turn);
        }),
      );
      turns.clear();
    },
  };
}
