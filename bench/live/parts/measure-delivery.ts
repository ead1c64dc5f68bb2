import { setTimeout as pause } from 'node:timers/promises';
import type { Summary } from '../clients/orders.ts';
import { type Contestant, type ContestantName, contestantNames, told } from '../stage/contestants.ts';
import { cpuUsOf } from '../stage/cpu.ts';

export type Sample = {
  readonly cpuUs: number;
  /** What the clients spent for it: they share the machine with the server. */
  readonly clientCpuUs: number;
  readonly latencyMs: readonly number[];
  /** What went wrong, if anything did. */
  readonly faults: readonly string[];
};
export type Samples = ReadonlyMap<ContestantName, readonly Sample[]>;

export type DeliveryOptions = { readonly rounds: number; readonly eventsPerRound: number };

export const everyMs = 500;
/** The naive server does a whole event before any of it is sent; on a busy machine that takes long. */
export const quietMs = 20_000;
/** Until the code for it is compiled. */
const warmUpEvents = 6;
/**
 * The naive server takes longer for an event to 15,000 than until the next. Thirty thousand executions tell what one costs; what
 * waits behind them would only fill the memory.
 */
const naiveExecutions = 30_000;

/** One contestant after the other, round after round, each time another first; whoever is not at it stands idle. */
export async function measureDelivery(
  contestants: readonly Contestant[],
  { rounds, eventsPerRound }: DeliveryOptions,
  tell: (text: string) => void,
): Promise<Samples> {
  for (const one of contestants) await takeSample(one, warmUpEvents);
  const samples = new Map<ContestantName, Sample[]>(contestantNames.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const one = contestants[(round + turn) % contestants.length];
      if (!one) continue;
      const sample = await takeSample(one, eventsPerRound);
      samples.get(one.name)?.push(sample);
      tell(`round ${round + 1}, ${one.name}: ${sample.cpuUs.toFixed(2)} µs per delivery ${sample.faults.join('; ')}`);
    }
  }
  return samples;
}

async function takeSample(one: Contestant, eventsWanted: number): Promise<Sample> {
  const { crowds, server, publish, name, subscribers } = one;
  const events = name === 'naive' ? Math.min(eventsWanted, Math.ceil(naiveExecutions / subscribers)) : eventsWanted;
  await crowds.order({ kind: 'mark', readsAll: false });
  const cpuBefore = cpuUsOf(server.pid);
  const clientCpuBefore = cpuOfAll(crowds.pids);
  await publishEvery(publish, events);
  const heard = await crowds.order({ kind: 'await', events, quietMs });
  const cpuUs = cpuUsOf(server.pid) - cpuBefore;
  return {
    cpuUs: cpuUs / heard.events,
    clientCpuUs: (cpuOfAll(crowds.pids) - clientCpuBefore) / heard.events,
    latencyMs: heard.latencyMs,
    faults: faultsOf(heard, name),
  };
}

const cpuOfAll = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuUsOf(pid), 0);

export async function publishEvery(publish: () => Promise<unknown>, events: number): Promise<void> {
  const start = performance.now();
  for (let event = 0; event < events; event += 1) {
    await pause(Math.max(0, start + event * everyMs - performance.now()));
    await publish();
  }
}

export function faultsOf({ missing, gaps, disorder, faults }: Summary, name: string): string[] {
  return [
    ...(missing > 0 ? [`${name}: ${missing} clients did not get every event`] : []),
    ...(gaps > 0 ? [`${name}: ${gaps} events missing between those that were read`] : []),
    ...(disorder > 0 ? [`${name}: ${disorder} events older than one before`] : []),
    ...(Object.keys(faults).length > 0 ? [`${name}: ${told(faults)}`] : []),
  ];
}
