import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { executeErrors } from '../../src/execute/execute.errors.ts';
import { edgeErrors } from '../../src/http/edge.errors.ts';
import { liveErrors } from '../../src/live/live.errors.ts';
import { operationErrors } from '../../src/operation/operation.errors.ts';
import { planErrors } from '../../src/plan/plan.errors.ts';
import { subgraphErrors } from '../../src/subgraph/subgraph.errors.ts';
import { viewerErrors } from '../../src/viewer/viewer.errors.ts';
import { createRandom } from '../differential/random.ts';
import { type Client, createClient, type Reply } from './ask.ts';
import { createReplyCheck } from './check-reply.ts';
import { type GatewayChild, type Memory, startGatewayChild } from './gateway-child.ts';
import { buildFuzzGraph } from './graph.ts';
import { type Operation, writeOperation } from './operations.ts';
import { mangleOperations, type Question, writeQuestion } from './questions.ts';
import { startFuzzSubgraphs } from './subgraphs.ts';

export type FuzzOptions = {
  readonly seed: string;
  readonly requests: number;
  /** The number of one request to send alone. */
  readonly only: number | undefined;
  readonly failuresMax: number;
  readonly print: (text: string) => void;
};

export type FuzzSummary = {
  readonly seed: string;
  readonly requests: number;
  readonly failures: readonly string[];
  /** Statuses of the responses, and how often. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What was done to answers of subgraphs, and how often. */
  readonly deeds: Readonly<Record<string, number>>;
  /** At the start, after each tenth, and at the end. */
  readonly memory: readonly Memory[];
  readonly seconds: number;
};

const catalogues = [executeErrors, edgeErrors, liveErrors, operationErrors, planErrors, subgraphErrors, viewerErrors];
const codes = new Set([
  'FUZZ_CODE',
  'FUZZ_OTHER',
  ...catalogues.flatMap(({ definitions }) => Object.keys(definitions)),
]);
const operationsCount = 300;
const atOnce = 32;
const parts = 10;

/** Sends mangled requests to a gateway before mangled subgraphs, and looks at every response. */
export async function runFuzz({ seed, requests, only, failuresMax, print }: FuzzOptions): Promise<FuzzSummary> {
  await using stack = new AsyncDisposableStack();
  const startedAt = performance.now();
  print(`seed ${seed}`);
  const subgraphs = stack.use(await startFuzzSubgraphs(seed));
  const graph = buildFuzzGraph((name) => subgraphs.urls[name] ?? '');
  subgraphs.serve(graph.subgraphs);
  const folder = await mkdtemp(join(tmpdir(), 'lectern-fuzz-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, graph.supergraphSdl);
  const gateway = stack.use(await startGatewayChild(supergraph));
  const client = stack.use(createClient(gateway.url, atOnce));
  const material = mangleOperations(writeOperations(graph.api, seed), createRandom(`${seed} mangled`));
  const check = createReplyCheck(graph.api, codes);
  const failures: string[] = [];
  const statuses: Record<string, number> = {};

  async function send(index: number): Promise<void> {
    const number = String(index);
    const question = writeQuestion(material, createRandom(`${seed} ${number}`), number);
    const reply = await askOrFail(client, gateway, question);
    const deeds = subgraphs.takeDeeds(number);
    const problems = typeof reply === 'string' ? [reply] : check({ question, reply, deeds });
    const status = typeof reply === 'string' ? 'none' : String(reply.status);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (problems.length > 0 || only !== undefined) {
      const text = describe(number, problems, question, reply, deeds?.names ?? []);
      print(text);
      if (problems.length > 0) failures.push(text);
    }
  }

  const memory: Memory[] = [];
  if (only !== undefined) await send(only);
  for (let part = 0; only === undefined && part < parts && failures.length < failuresMax; part += 1) {
    const [from, to] = [Math.floor((part * requests) / parts), Math.floor(((part + 1) * requests) / parts)];
    if (part === 0) memory.push(await gateway.memory());
    await inParallel(from, to, (index) => (failures.length < failuresMax ? send(index) : Promise.resolve()));
    const crash = gateway.crash();
    if (crash !== undefined) failures.push(crash);
    else memory.push(await gateway.memory());
    print(`${to} requests, ${Math.round((memory.at(-1)?.heapUsed ?? 0) / 1e6)} MB of heap`);
  }
  failures.push(...gateway.complaints, ...subgraphs.complaints.slice(0, failuresMax));
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  return { seed, requests, failures, statuses, deeds: Object.fromEntries(subgraphs.counts), memory, seconds };
}

function writeOperations(api: GraphQLSchema, seed: string): Operation[] {
  const operations: Operation[] = [];
  for (let index = 0; operations.length < operationsCount; index += 1) {
    const operation = writeOperation(api, createRandom(`${seed} operation ${index}`));
    if (validate(api, parse(operation.query)).length === 0) operations.push(operation);
    if (index > 10 * operationsCount) throw new Error(`too few operations are valid: ${operation.query}`);
  }
  return operations;
}

async function askOrFail(client: Client, gateway: GatewayChild, question: Question): Promise<Reply | string> {
  try {
    return await client.ask(question);
  } catch (error) {
    return gateway.crash() ?? (error instanceof Error ? error.message : String(error));
  }
}

async function inParallel(from: number, to: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = from;
  const worker = async () => {
    while (next < to) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const shownMax = 3_000;

function describe(
  number: string,
  problems: readonly string[],
  question: Question,
  reply: Reply | string,
  deeds: readonly string[],
): string {
  return [
    `request ${number}: ${problems.slice(0, 5).join('; ')}`,
    `  asked: ${JSON.stringify(question).slice(0, shownMax)}`,
    `  answered: ${(typeof reply === 'string' ? reply : `${reply.status} ${reply.text}`).slice(0, shownMax)}`,
    `  subgraphs: ${deeds.join(', ') || 'as they should'}`,
  ].join('\n');
}
