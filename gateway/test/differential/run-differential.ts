import { printSchema, validate } from 'graphql';
import { type Candidate, checkOperation, type Outcome } from './check-operation.ts';
import { describeFailure } from './describe-failure.ts';
import { generateOperation, type Operation } from './generate/generate-operation.ts';
import { createRandom } from './random.ts';
import type { Runner, StartRunner } from './runner.ts';
import { serveSubgraphs } from './serve-subgraphs.ts';
import { shrink } from './shrink.ts';
import { supergraphs } from './supergraphs/all.ts';
import { buildTestSupergraph, type TestSupergraph } from './test-supergraph.ts';

export type DifferentialOptions = {
  readonly seed: string;
  readonly operations: number;
  readonly only: number | undefined;
  readonly supergraph: string | undefined;
  readonly failuresMax: number;
  readonly validatesAll: boolean;
  readonly startRunner: StartRunner;
  readonly print: (line: string) => void;
};

type Failure = {
  readonly at: number;
  readonly test: TestSupergraph;
  readonly candidate: Candidate;
  /** As it was found: what comes and goes cannot be looked at again. */
  readonly difference: string;
};

const concurrency = 16;
/** The generator is right by construction; that it is gets checked on so many. */
const validatedFirst = 1_000;

/** Whether all operations came out alike; prints those that did not, made small, and a summary as JSON. */
export async function runDifferential(options: DifferentialOptions): Promise<boolean> {
  const { seed, print } = options;
  print(`seed ${seed}`);
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await serveSubgraphs());
  const chosen = supergraphs.filter(({ name }) => options.supergraph === undefined || name === options.supergraph);
  const tests = chosen.map((definition) => buildTestSupergraph(definition, server.urlOf));
  for (const test of tests) server.add(test);
  const sdls = Object.fromEntries(tests.map(({ definition, sdl }) => [definition.name, sdl]));
  const runner = stack.use(await options.startRunner(sdls));

  const totals = { documents: 0, operations: 0, withErrors: 0, withNull: 0, bytes: 0, differences: 0 };
  const failures: Failure[] = [];
  const numbers = options.only === undefined ? count(options.operations) : [options.only].values();
  const startedAt = performance.now();

  const isOver = () => failures.length >= options.failuresMax || totals.operations >= options.operations;
  const work = async () => {
    for (const at of numbers) {
      const test = tests[at % tests.length];
      if (!test || isOver()) return;
      const { document, operationName, variables } = makeOperation(options, test, at);
      totals.documents++;
      for (const values of variables) {
        const candidate: Candidate = { document, operationName, variables: values };
        const outcome = await checkInTime(runner, test, candidate);
        tally(totals, outcome);
        if (outcome.difference === undefined) continue;
        failures.push({ at, test, candidate, difference: outcome.difference });
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const seconds = (performance.now() - startedAt) / 1000;

  for (const { at, test, candidate, difference } of failures) {
    print(`operation ${at} at first: ${difference}`);
    const small = await shrinkFailure(runner, test, candidate);
    print(await describeFailure({ seed, at, runner, server, test, candidate: small }));
  }
  print(JSON.stringify({ seed, supergraphs: tests.length, ...totals, seconds: Number(seconds.toFixed(1)) }));
  return failures.length === 0 && totals.operations > 0;
}

/** On a machine that does much else a plan or a subgraph may be late; that is no difference, and is asked again. */
async function checkInTime(runner: Runner, test: TestSupergraph, candidate: Candidate): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await checkOperation(runner, test, candidate);
    if (outcome.difference === undefined || !isLate(outcome.gateway) || tries === triesMax) return outcome;
  }
}

const triesMax = 3;
/** One plan that takes too long has the thread replaced, and with it all that wait for theirs. */
const lateCodes = new Set(['PLAN_TIMEOUT', 'PLANNING_UNAVAILABLE', 'PLANNING_OVERLOADED', 'SUBGRAPH_TIMEOUT']);

function isLate({ errors = [] }: Outcome['gateway']): boolean {
  return errors.some(({ extensions }) => lateCodes.has(String(extensions?.code)));
}

function makeOperation({ seed, validatesAll }: DifferentialOptions, test: TestSupergraph, at: number): Operation {
  const random = createRandom(`${seed} ${at}`);
  const operation = generateOperation(test.api, random, test.definition);
  if (validatesAll || at < validatedFirst) {
    const errors = validate(test.api, operation.document);
    if (errors.length > 0) {
      const reasons = errors.map(({ message }) => message).join('\n');
      throw new Error(`operation ${at} is not valid:\n${reasons}\n${operation.query}\n${printSchema(test.api)}`);
    }
  }
  return operation;
}

function tally(
  totals: { operations: number; withErrors: number; withNull: number; bytes: number; differences: number },
  { difference, merged }: Outcome,
): void {
  const text = JSON.stringify(merged.data) ?? '';
  totals.operations++;
  totals.bytes += text.length;
  if (merged.errors) totals.withErrors++;
  if (text.includes('null')) totals.withNull++;
  if (difference !== undefined) totals.differences++;
}

function shrinkFailure(runner: Runner, test: TestSupergraph, candidate: Candidate): Promise<Candidate> {
  return shrink(test.api, candidate, async (smaller) => {
    const { difference, merged } = await checkOperation(runner, test, smaller);
    // Without data, the request itself has become a wrong one.
    return difference !== undefined && merged.data !== undefined;
  });
}

function* count(end: number): Generator<number> {
  for (let at = 0; at < end; at++) yield at;
}
