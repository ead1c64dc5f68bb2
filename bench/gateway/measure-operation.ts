import { type ContestantName, contestantOf } from './contestants.ts';
import { type Loaded, loadGateway, warmUp } from './load-gateway.ts';
import { type OperationName, operationOf } from './operations.ts';
import type { Options } from './options.ts';
import { cpuMsOf, rssMbOf } from './processes/usage.ts';
import { proveAnswer } from './prove-answer.ts';
import type { Stage } from './stage.ts';
import { type Gateway, startGateway } from './start-gateway.ts';
import { graphOf } from './subgraphs/graphs.ts';
import { answerOf } from './subgraphs/whole-answer.ts';

/** One gateway, one operation, one round. */
export type Sample = {
  readonly cpuMs: number;
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
  /** Requests to subgraphs for one answer. */
  readonly fetches: number;
};

export type Samples = ReadonlyMap<ContestantName, readonly Sample[]>;

type Ready = { readonly name: ContestantName; readonly gateway: Gateway; readonly loaded: Loaded };

/** Every round a gateway begins with this much that is not counted. */
const runUpSeconds = 0.3;

/** All gateways at one operation: each started afresh and warmed, then loaded one at a time, round after round. */
export async function measureOperation(
  stage: Stage,
  options: Options,
  name: OperationName,
  tell: (text: string) => void,
): Promise<Samples> {
  await using stack = new AsyncDisposableStack();
  const ready: Ready[] = [];
  for (const contestant of options.contestants) {
    const started = await startReady(stage, name, contestant);
    if (!started) continue;
    stack.use(started.gateway);
    ready.push(started);
    await loadGateway(stage.generator, started.loaded, { connections: options.connections, ...warmUp });
  }
  const samples = new Map<ContestantName, Sample[]>(ready.map((one) => [one.name, []]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const one of ready) {
      const sample = await takeSample(stage, options, one);
      samples.get(one.name)?.push(sample);
      tell(`${name}, round ${round}, ${one.name}: ${sample.cpuMs.toFixed(3)} ms, ${sample.rps.toFixed(0)}/s`);
    }
  }
  return samples;
}

export async function startReady(
  stage: Stage,
  operationName: OperationName,
  name: ContestantName,
): Promise<Ready | undefined> {
  const operation = operationOf(operationName);
  const gateway = await startGateway(contestantOf(name), operation, stage.grounds[operation.graph]);
  if (!gateway) return undefined;
  try {
    const right = await answerOf(graphOf(operation.graph), operation);
    const expected = await proveAnswer(gateway, operation, right);
    return { name, gateway, loaded: { port: gateway.port, asked: [{ operation, expected }] } };
  } catch (error) {
    await gateway[Symbol.asyncDispose]();
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

async function takeSample(stage: Stage, options: Options, { name, gateway, loaded }: Ready): Promise<Sample> {
  const { connections, seconds } = options;
  await loadGateway(stage.generator, loaded, { connections, seconds: runUpSeconds });
  const asked = await stage.subgraphs.ask('report');
  const cpuBefore = cpuMsOf(gateway.child.pid);
  const load = await loadGateway(stage.generator, loaded, { connections, seconds });
  const cpuMs = cpuMsOf(gateway.child.pid) - cpuBefore;
  const askedAfter = await stage.subgraphs.ask('report');
  if (askedAfter.bare > asked.bare) throw new Error(`${name} does not pass the Authorization header on`);
  return {
    cpuMs: cpuMs / load.answered,
    rps: load.answered / load.seconds,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    rssMb: rssMbOf(gateway.child.pid),
    fetches: (askedAfter.requests - asked.requests) / load.answered,
  };
}
