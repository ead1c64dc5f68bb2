import { type ContestantName, contestantOf } from './contestants.ts';
import { operationOf } from './operations.ts';
import { rssMbOf } from './processes/usage.ts';
import type { Stage } from './stage.ts';
import { startGateway } from './start-gateway.ts';
import { median } from './statistics.ts';

export type Start = { readonly readyMs: number; readonly restRssMb: number };

const starts = 3;
const restMs = 5_000;

/** Start to first answer, the median of three starts, and memory some seconds later, when nobody has asked anything. */
export async function measureStart(stage: Stage, name: ContestantName): Promise<Start | undefined> {
  const readyMs: number[] = [];
  let restRssMb = 0;
  for (let start = 1; start <= starts; start++) {
    await using gateway = await startGateway(contestantOf(name), operationOf('oneSubgraph'), stage.grounds.small);
    if (!gateway) return undefined;
    readyMs.push(gateway.readyMs);
    if (start < starts) continue;
    await new Promise((resolve) => setTimeout(resolve, restMs - gateway.readyMs));
    restRssMb = rssMbOf(gateway.child.pid);
  }
  return { readyMs: median(readyMs), restRssMb };
}
