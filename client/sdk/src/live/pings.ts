export type Pings = {
  /** Sends a ping; whether its pong came in time. */
  ping(payload: Readonly<Record<string, unknown>> | undefined, withinMs: number): Promise<boolean>;
  /** A pong has come. */
  answered(): void;
  /** None will come any more. */
  dispose(): void;
};

/** Pongs carry no number: they answer pings in the order in which these were sent. */
export function createPings(send: (message: Readonly<Record<string, unknown>>) => void): Pings {
  const due: { settle(isAnswered: boolean): void }[] = [];
  return {
    ping(payload, withinMs) {
      return new Promise((resolve) => {
        // One that is late stays in the row: its pong, when it comes after all, is not that of the next.
        const timer = setTimeout(() => resolve(false), withinMs);
        due.push({
          settle(isAnswered) {
            clearTimeout(timer);
            resolve(isAnswered);
          },
        });
        send(payload === undefined ? { type: 'ping' } : { type: 'ping', payload });
      });
    },
    answered: () => due.shift()?.settle(true),
    dispose() {
      for (const { settle } of due.splice(0)) settle(false);
    },
  };
}
