import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import { type CompiledOperation, type ExecutionInput, startRun } from '../execute-operation.ts';
import { mergeInto } from '../merge-values.ts';
import type { Objectlike } from '../objects.ts';
import type { ConditionValues, Selecting } from '../project/collect-fields.ts';
import { runStep } from '../run-plan.ts';
import { createCollector, type Repetition } from './collect-deferred.ts';
import { createDeferredFetches, type DeferredFetches } from './deferred-fetches.ts';
import { createDeliverer, type Deliverer, type Delivery, type Pending } from './deliver.ts';
import { selects } from './selects.ts';
import { createErrorBook, withoutIndexes } from './told-errors.ts';

/** The first part of an answer, and the others as they come. */
export type ExecutedInParts = {
  readonly data: Objectlike | null;
  readonly errors: readonly GraphQLError[];
  readonly pending: readonly Pending[];
  /** Ends with the last part. */
  readonly rest: AsyncGenerator<Delivery, void>;
};

/** Runs the plan of an operation with labels of ours until its first part is there; the rest runs on. */
export async function executeInParts(
  compiled: CompiledOperation,
  operation: OperationDefinitionNode,
  input: ExecutionInput,
  repetition: Repetition,
): Promise<ExecutedInParts> {
  const fetches = createDeferredFetches(async (run, { step }) => {
    if (step) await runStep(run, step);
  });
  const run = startRun(compiled, { ...input, defer: fetches.begin, onFetched: fetches.fetched });
  const { plan, introspection } = compiled;
  if (plan.step) await runStep(run, plan.step);
  if (introspection) mergeInto(run.data, introspection(run.variables));

  const selecting: Selecting = { ...compiled.selecting, conditions: booleansIn(input.coerced) };
  const type = selecting.schema.getRootType(operation.operation);
  if (!type) throw new Error(`the schema has no root of ${operation.operation}`);
  const { now, later } = sortErrors(run.errors, operation, selecting);
  const deliverer = createDeliverer(selecting, createCollector(selecting, repetition), fetches, createErrorBook(later));
  const first = deliverer.first({ type, set: operation.selectionSet, object: run.data }, now);
  return { ...first, errors: now, rest: deliverRest(deliverer, fetches) };
}

async function* deliverRest(deliverer: Deliverer, fetches: DeferredFetches): AsyncGenerator<Delivery, void> {
  while (deliverer.isWaiting()) {
    const delivery = deliverer.next();
    if (delivery) yield delivery;
    else await fetches.changed();
  }
}

function booleansIn(values: Readonly<Record<string, unknown>>): ConditionValues {
  const found: Record<string, boolean> = {};
  for (const [name, value] of Object.entries(values)) if (typeof value === 'boolean') found[name] = value;
  return found;
}

/** Which errors are told with the first part, and which with the deferred fields that they stand at. */
function sortErrors(errors: readonly GraphQLError[], { selectionSet }: OperationDefinitionNode, selecting: Selecting) {
  const now: GraphQLError[] = [];
  const later: GraphQLError[] = [];
  for (const error of errors) {
    const path = withoutIndexes(error.path ?? []);
    const isDeferred =
      selects(selectionSet, selecting.fragments, path, true) &&
      !selects(selectionSet, selecting.fragments, path, false);
    (isDeferred ? later : now).push(error);
  }
  return { now, later };
}
