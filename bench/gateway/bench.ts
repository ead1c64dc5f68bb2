import type { ContestantName } from './contestants.ts';
import { type AddedLatency, measureAddedLatency } from './measure-added-latency.ts';
import { measureOperation, type Samples } from './measure-operation.ts';
import { measureStart, type Start } from './measure-start.ts';
import { measureSwap } from './measure-swap.ts';
import type { OperationName } from './operations.ts';
import { type Options, readOptions } from './options.ts';
import { installPeers } from './peers.ts';
import { endOnSignal } from './processes/end-on-signal.ts';
import { type Measured, toJson } from './report.ts';
import { openStage, type Stage } from './stage.ts';
import { toTable } from './table.ts';

/**
 * `npm run bench -- gateway [--rounds 3] [--seconds 3] [--connections 16] [--only lectern,stock] [--ops entity,heavy]`:
 * the gateway beside others. Progress and a table go to the error output, the last line of the output is JSON.
 */
const options = readOptions(process.argv.slice(process.argv[2] === 'gateway' ? 3 : 2));
endOnSignal();
installPeers(options.contestants, tell);
await using stage = await openStage();
const measured = await measure(stage, options);
process.stderr.write(toTable(measured));
process.stdout.write(`${toJson(measured)}\n`);

async function measure(on: Stage, { rounds, contestants, operations }: Options): Promise<Measured> {
  const samples = new Map<OperationName, Samples>();
  for (const name of operations) samples.set(name, await measureOperation(on, options, name, tell));
  const starts = new Map<ContestantName, Start>();
  const latencies = new Map<ContestantName, AddedLatency>();
  for (const name of contestants.filter((one) => one !== 'mercurius' && one !== 'floor')) {
    const start = await measureStart(on, name);
    if (start) starts.set(name, start);
    tell(`${name}: ready after ${start?.readyMs.toFixed(0)} ms`);
  }
  for (const name of contestants.filter((one) => one === 'lectern' || one === 'stock')) {
    const latency = await measureAddedLatency(on, name);
    if (latency) latencies.set(name, latency);
    tell(`${name}: p99 ${latency?.throughMs.toFixed(2)} ms at 1,000 requests/s`);
  }
  const swap = contestants.includes('lectern') ? await measureSwap(on) : undefined;
  return { rounds, operations: samples, starts, latencies, swap };
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
