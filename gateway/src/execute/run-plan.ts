import type { SubgraphAnswer } from '../subgraph/client.ts';
import { subgraphErrors } from '../subgraph/subgraph.errors.ts';
import type { CompiledFetch, Step } from './compiled-plan.ts';
import { collectBatches, type EntityBatch, joinBatches } from './entity-batch.ts';
import { answerKey, canCombine, entityRequest } from './entity-request.ts';
import { failEntities, failRoot, takeEntityErrors, takeRootErrors } from './fetch-errors.ts';
import { mergeInto } from './merge-values.ts';
import { applyRewrites } from './rewrites.ts';
import { type Run, variablesJson } from './run.ts';
import { takeEntities } from './take-entities.ts';

/** Runs one step of a plan and merges what it finds into the run's data. Subgraphs that fail become errors of the run. */
export async function runStep(run: Run, step: Step): Promise<void> {
  switch (step.kind) {
    case 'fetch':
      await runFetch(run, step.fetch);
      return;
    case 'sequence':
      for (const next of step.steps) await runStep(run, next);
      return;
    case 'parallel':
      await Promise.all(step.steps.map((next) => runStep(run, next)));
      return;
    case 'condition': {
      const holds = run.coerced[step.variable] === true;
      skipStep(run, holds ? step.whenFalse : step.whenTrue);
      const taken = holds ? step.whenTrue : step.whenFalse;
      if (taken) await runStep(run, taken);
      return;
    }
    case 'defer': {
      const primaryIsOver = run.defer?.(run, step.deferred);
      try {
        if (step.primary) await runStep(run, step.primary);
      } finally {
        // Also where it has failed: parts that wait for it would wait for ever.
        primaryIsOver?.();
      }
      // Whoever cannot receive it in parts receives it whole.
      if (!primaryIsOver) await Promise.all(step.deferred.map((part) => part.step && runStep(run, part.step)));
    }
  }
}

/** The fetches of a branch that is not taken are not waited for. */
function skipStep(run: Run, step: Step | undefined): void {
  if (!step || !run.groups) return;
  if (step.kind === 'fetch') {
    if (step.fetch.group !== undefined) run.groups.absent(step.fetch);
  } else if (step.kind === 'condition') {
    skipStep(run, step.whenTrue);
    skipStep(run, step.whenFalse);
  } else if (step.kind === 'defer') skipStep(run, step.primary);
  else for (const next of step.steps) skipStep(run, next);
}

async function runFetch(run: Run, fetch: CompiledFetch): Promise<void> {
  if (!fetch.represent) {
    const answer = await askRoot(run, fetch);
    if (answer) takeRoot(run, fetch, answer);
  } else {
    const batches = collectBatches(run, fetch);
    if (run.groups && fetch.group !== undefined) {
      if (batches.length === 0) run.groups.absent(fetch);
      else await run.groups.arrive(fetch, batches);
    } else if (batches.length > 0) await sendBatches(run, batches);
  }
  run.onFetched?.(fetch);
}

/** Undefined where there is no answer, which is an error of the run by then. */
export async function askRoot(run: Run, fetch: CompiledFetch): Promise<SubgraphAnswer | undefined> {
  try {
    return await run.ask(fetch, `${fetch.head}${variablesJson(run, fetch.variables)}}}`);
  } catch (error) {
    failRoot(run, fetch, error);
    return undefined;
  }
}

/** Merges what a fetch at the root was answered. */
export function takeRoot(run: Run, fetch: CompiledFetch, answer: SubgraphAnswer): void {
  const { data, errors } = answer;
  if (data) {
    if (fetch.outputRewrites.length > 0) applyRewrites(data, fetch.outputRewrites, run.plan.applies);
    mergeInto(run.data, data);
  }
  if (errors) takeRootErrors(run, fetch, errors);
}

/** Asks for the entities of all batches in one request, and merges them. */
export async function sendBatches(run: Run, collected: readonly EntityBatch[]): Promise<void> {
  const batches = collected.length > 1 ? joinBatches(collected) : collected;
  const [first] = batches;
  if (!first) return;
  if (batches.length > 1 && !canCombine(batches)) {
    await Promise.all(batches.map((batch) => sendBatches(run, [batch])));
    return;
  }
  let answer: Awaited<ReturnType<Run['ask']>>;
  try {
    answer = await run.ask(first.fetch, entityRequest(run, batches), batches);
  } catch (error) {
    for (const batch of batches) failEntities(run, batch, error);
    return;
  }
  const { data, errors } = answer;
  if (!data && batches.length > 1) {
    // One failing field at the root takes the whole data with it: the others must not suffer for being sent along.
    await Promise.all(batches.map((batch) => sendBatches(run, [batch])));
    return;
  }
  let isPlausible = true;
  for (const [place, batch] of batches.entries()) {
    if (!takeEntities(run, batch, data?.[answerKey(place, batches)])) isPlausible = false;
  }
  if (errors) takeEntityErrors(run, batches, (place) => answerKey(place, batches), errors);
  else if (!isPlausible) {
    const { service } = first.fetch;
    const error = subgraphErrors.make('SUBGRAPH_UNAVAILABLE', { detail: { subgraph: service, reason: 'no entities' } });
    for (const batch of batches) failEntities(run, batch, error);
  }
}
