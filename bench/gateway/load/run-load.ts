import { type Connection, openConnection } from './connection.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { type Asking, createAsking, type Target } from './requests.ts';

export type LoadOrder = {
  readonly port: number;
  readonly targets: readonly Target[];
  readonly connections: number;
  readonly seconds: number;
  /** Ends earlier, when so many have been answered. */
  readonly requestsMax?: number;
  /** Requests begun in a second, however the answers come; without it each connection asks again when answered. */
  readonly perSecond?: number;
};

export type LoadRun = {
  readonly answered: () => number;
  readonly faults: ReadonlyMap<string, number>;
  readonly latencies: Latencies;
  /** From the first request to the last answer. */
  readonly seconds: () => number;
  readonly ended: Promise<void>;
  /** Begins no more requests. */
  stop(): void;
};

/** After the end, answers that are still awaited are given this long. */
const patienceMs = 10_000;

type Bench = {
  readonly idle: Connection[];
  /** Asks on a connection, which is free again when `then` is called. */
  ask(connection: Connection, startedAt: number, then: (isRight: boolean) => void): void;
};

export function runLoad(order: LoadOrder): LoadRun {
  const asking: Asking = createAsking(order.targets, order.port);
  const idle = Array.from({ length: order.connections }, () => openConnection(order.port));
  const all = [...idle];
  const latencies = createLatencies();
  const faults = new Map<string, number>();
  const begunAt = performance.now();
  let endedAt = begunAt;
  const bench: Bench = {
    idle,
    ask: (connection, startedAt, then) => {
      const { request, keep, check } = asking.next();
      connection.send(request, keep, (reply) => {
        endedAt = performance.now();
        const fault = check(reply);
        if (fault === undefined) latencies.add(startedAt, endedAt - startedAt);
        else faults.set(fault, (faults.get(fault) ?? 0) + 1);
        then(fault === undefined);
      });
    },
  };
  let isStopped = false;
  const isOver = () =>
    isStopped ||
    performance.now() - begunAt >= order.seconds * 1_000 ||
    latencies.count() >= (order.requestsMax ?? Infinity);
  const run = order.perSecond === undefined ? runClosed(bench, isOver) : runOpen(bench, isOver, order.perSecond);
  const ended = withPatience(run, order.seconds * 1_000 + patienceMs, () => faults.set('no answer in time', 1));
  return {
    answered: latencies.count,
    faults,
    latencies,
    seconds: () => (endedAt - begunAt) / 1_000,
    ended: ended.finally(() => all.map((connection) => connection.close())),
    stop: () => {
      isStopped = true;
    },
  };
}

/** A connection that is refused at once must not be tried again a million times a second. */
const pauseAfterFaultMs = 20;

async function runClosed({ idle, ask }: Bench, isOver: () => boolean): Promise<void> {
  const keepAsking = (connection: Connection) =>
    new Promise<void>((resolve) => {
      const again = () => (isOver() ? resolve() : ask(connection, performance.now(), go));
      const go = (isRight: boolean) => (isRight ? again() : void setTimeout(again, pauseAfterFaultMs));
      again();
    });
  await Promise.all(idle.map(keepAsking));
}

/** A request that finds no idle connection waits for one, and its wait counts. */
async function runOpen({ idle, ask }: Bench, isOver: () => boolean, perSecond: number): Promise<void> {
  const waiting: number[] = [];
  let begun = 0;
  let open = 0;
  const begunAt = performance.now();
  const send = (connection: Connection, startedAt: number) =>
    ask(connection, startedAt, () => {
      open -= 1;
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else send(connection, next);
    });
  const tick = () => {
    const now = performance.now();
    for (const due = ((now - begunAt) / 1_000) * perSecond; begun < due; begun++) {
      open += 1;
      const connection = idle.pop();
      // From now and not from when it was due: that this process was late is no fault of the gateway's.
      if (connection) send(connection, now);
      else waiting.push(now);
    }
  };
  while (!isOver()) {
    tick();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function withPatience(run: Promise<void>, ms: number, onImpatient: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      onImpatient();
      resolve();
    }, ms);
  });
  await Promise.race([run, patience]);
  clearTimeout(timer);
}
