import type { LoadSummary } from './load/main.ts';
import type { LoadOrder } from './load/run-load.ts';
import { bodyOf, type Operation } from './operations.ts';
import type { Generator } from './stage.ts';

export type Loaded = {
  readonly port: number;
  /** The operations asked in turn, each with this gateway's right answer. */
  readonly asked: readonly { readonly operation: Operation; readonly expected: string }[];
};

export type Amount = Pick<LoadOrder, 'connections' | 'seconds' | 'requestsMax' | 'perSecond'>;

export const orderOf = ({ port, asked }: Loaded, amount: Amount): LoadOrder => ({
  port,
  targets: asked.map(({ operation, expected }) => ({ path: '/graphql', body: bodyOf(operation), expected })),
  ...amount,
});

/** Loads a gateway; throws when one answer was not right. */
export async function loadGateway(generator: Generator, loaded: Loaded, amount: Amount): Promise<LoadSummary> {
  const summary = await generator.ask({ kind: 'run', order: orderOf(loaded, amount) });
  const faults = Object.entries(summary.faults).map(([fault, times]) => `${times} × ${fault}`);
  if (faults.length > 0) throw new Error(`of ${summary.answered} requests some failed: ${faults.join('; ')}`);
  return summary;
}

/** Until plans are kept and the code is compiled: so many requests, or as many as fit into the seconds. */
export const warmUp = { requestsMax: 6_000, seconds: 5 };
