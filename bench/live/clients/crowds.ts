import { join } from 'node:path';
import { type Asked, startAsked } from '../../gateway/processes/child.ts';
import type { Ground, Order, Summary } from './orders.ts';

/** The clients of one server: some processes, which act as one. */
export type Crowds = AsyncDisposable & {
  readonly pids: readonly number[];
  /** So many clients, spread over the processes; the first has the number `from`. */
  open(ground: Ground, from: number, count: number): Promise<Summary>;
  churn(ground: Ground, population: number, seconds: number): Promise<Summary>;
  order(order: Exclude<Order, { kind: 'open' | 'churn' }>): Promise<Summary>;
};

type Client = Asked<Order, Summary>;

/** Every process of a bench has source addresses of its own. */
let hosts = 0;

export function startCrowds(processCount: number): Crowds {
  const stack = new AsyncDisposableStack();
  const clients = Array.from({ length: processCount }, () => {
    hosts += 1;
    const client: Client = stack.use(startAsked(join(import.meta.dirname, 'main.ts')));
    return { client, host: hosts };
  });
  const askAll = async (make: (index: number, host: number) => Order) =>
    merge(await Promise.all(clients.map(({ client, host }, index) => client.ask(make(index, host)))));
  const shareOf = (count: number, index: number) =>
    Math.floor(((index + 1) * count) / processCount) - Math.floor((index * count) / processCount);
  const before = (count: number, index: number) => Math.floor((index * count) / processCount);
  return {
    pids: clients.map(({ client }) => client.pid),
    open: (ground, from, count) =>
      askAll((index, host) => ({
        kind: 'open',
        ground: { ...ground, host },
        from: from + before(count, index),
        count: shareOf(count, index),
      })),
    churn: (ground, population, seconds) =>
      askAll((index, host) => ({
        kind: 'churn',
        ground: { ...ground, host },
        from: 4 * before(population, index),
        population: shareOf(population, index),
        seconds,
      })),
    order: (order) => askAll(() => order),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function merge(summaries: readonly Summary[]): Summary {
  const sum = (key: 'clients' | 'events' | 'missing' | 'gaps' | 'disorder' | 'resumed' | 'snapshots') =>
    summaries.reduce((total, summary) => total + summary[key], 0);
  const faults = new Map<string, number>();
  for (const summary of summaries) {
    for (const [fault, count] of Object.entries(summary.faults)) faults.set(fault, (faults.get(fault) ?? 0) + count);
  }
  return {
    clients: sum('clients'),
    events: sum('events'),
    missing: sum('missing'),
    gaps: sum('gaps'),
    disorder: sum('disorder'),
    resumed: sum('resumed'),
    snapshots: sum('snapshots'),
    latencyMs: summaries.flatMap(({ latencyMs }) => latencyMs),
    faults: Object.fromEntries(faults),
    atMs: Math.max(...summaries.map(({ atMs }) => atMs)),
    beganAtMs: Math.min(...summaries.map(({ beganAtMs }) => beganAtMs)),
  };
}
