import { GraphQLError } from 'graphql';
import type { OperationTrace } from '../telemetry/tracer.ts';
import type { CompiledFetch, CompiledPlan } from './compiled-plan.ts';
import { executeErrors } from './execute.errors.ts';
import { createGroupStates } from './fetch-groups.ts';
import type { Introspection } from './introspection.ts';
import { mergeInto } from './merge-values.ts';
import type { Objectlike } from './objects.ts';
import type { Selecting } from './project/collect-fields.ts';
import type { Projection } from './project/projection.ts';
import type { Ask, Run } from './run.ts';
import { askRoot, runStep, sendBatches, takeRoot } from './run-plan.ts';

/** An operation ready to run, in one generation. */
export type CompiledOperation = {
  readonly plan: CompiledPlan;
  readonly projection: Projection;
  /** The client's response keys by those of the plan, where they differ. */
  readonly clientKeys: ReadonlyMap<string, string> | undefined;
  readonly introspection: Introspection | undefined;
  /** What is selected, for answers in parts. */
  readonly selecting: Omit<Selecting, 'conditions'>;
  /** The one fetch of it, where an answer without errors is the client's as it stands; found out when first asked. */
  readonly fetchToPassOn: () => CompiledFetch | undefined;
};

export type ExecutionInput = {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Checked, with defaults. */
  readonly coerced: Readonly<Record<string, unknown>>;
  readonly ask: Ask;
  readonly onFailed?: Run['onFailed'];
  /** Errors there are before anything has been asked. */
  readonly refusals?: readonly GraphQLError[];
  readonly trace?: OperationTrace | undefined;
};

export type Executed = {
  /** JSON text of the response's `data`. */
  readonly data: string;
  readonly errors: readonly GraphQLError[];
};

/**
 * How long a fetch that is ready is held back for others that could be sent with it: half of what the operation has
 * taken so far, within these bounds. So waiting never makes a step more than half as slow again, and where all answer
 * quickly the responses of one turn of the event loop are enough.
 */
const holdMinMs = 1;
const holdMaxMs = 10;

/** Runs the plan and projects what it has found. Never rejects for what a subgraph does. */
export async function executeOperation(operation: CompiledOperation, input: ExecutionInput): Promise<Executed> {
  const run = startRun(operation, input);
  const { step } = operation.plan;
  try {
    if (step) await runStep(run, step);
    return conclude(operation, run, input);
  } catch (error) {
    return concludeFailed(run, error);
  }
}

/**
 * Runs an operation by its one fetch. Where the transport vouches for the answer, this is the response as it came,
 * and nothing is read, projected or counted; any other is taken like all answers.
 */
export async function executeByPassingOn(
  operation: CompiledOperation,
  fetch: CompiledFetch,
  input: ExecutionInput,
): Promise<Executed | Buffer> {
  const run = startRun(operation, input);
  const answer = await askRoot(run, fetch);
  if (answer?.whole) return answer.whole;
  try {
    if (answer) takeRoot(run, fetch, answer);
    return conclude(operation, run, input);
  } catch (error) {
    return concludeFailed(run, error);
  }
}

function conclude(operation: CompiledOperation, run: Run, { trace }: ExecutionInput): Executed {
  return trace ? trace.project(() => project(operation, run)) : project(operation, run);
}

function concludeFailed(run: Run, error: unknown): Executed {
  if (error instanceof RangeError) return { data: 'null', errors: [...run.errors, tooDeep()] };
  throw error;
}

/** Lists in lists in lists, thousands of times: no stack can follow them, and no schema asks for them. */
function tooDeep(): GraphQLError {
  const error = executeErrors.make('ANSWER_INVALID', { detail: { reason: 'is nested too deeply' } });
  return new GraphQLError(error.message, { originalError: error, extensions: { code: error.code } });
}

export function startRun(
  { plan, clientKeys }: Pick<CompiledOperation, 'plan' | 'clientKeys'>,
  input: ExecutionInput & Pick<Run, 'defer' | 'onFetched'>,
): Run {
  const startedAt = performance.now();
  const errors: GraphQLError[] = [...(input.refusals ?? [])];
  const json = new Map<string, string>();
  const shared = {
    plan,
    clientKeys,
    data: {} as Objectlike,
    errors,
    ...input,
    startedAt,
    shared: new Set<object>(),
    json,
  };
  if (plan.groupSizes.length === 0) return { ...shared, groups: undefined };
  const holdMs = () => Math.min(holdMaxMs, Math.max(holdMinMs, (performance.now() - startedAt) / 2));
  const groups = createGroupStates(plan.groupSizes, (batches) => sendBatches(run, batches), holdMs);
  const run: Run = { ...shared, groups };
  return run;
}

export function project({ projection, introspection }: CompiledOperation, run: Run): Executed {
  if (introspection) mergeInto(run.data, introspection(run.variables));
  const { errors } = run;
  return { data: projection.write(run.data, run.coerced, errors, run.shared), errors };
}
