import { setImmediate as turn } from 'node:timers/promises';
import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse, validate } from 'graphql';
import type { PlanCache } from './plan-cache.ts';
import type { PlanRequest } from './planner.ts';

/** An operation that may be asked for; `uses` says how often it was. */
export type WarmDocument = PlanRequest & { readonly uses?: number };

/** An operation whose plan is there. */
export type WarmOperation = PlanRequest & { readonly plan: QueryPlan };

/** Plannings under way at a time: one runs, the others wait for the thread. */
const atOnce = 3;

/**
 * Plans operations before they are asked for, those first that come first, until the signal is aborted. What is no
 * valid query or mutation of this schema, or cannot be planned, is passed over.
 */
export async function warmUp(
  { apiSchema, planner }: { readonly apiSchema: GraphQLSchema; readonly planner: PlanCache },
  documents: readonly WarmDocument[],
  signal: AbortSignal,
): Promise<readonly WarmOperation[]> {
  const warm: WarmOperation[] = [];
  const running = new Set<Promise<void>>();
  const seen = new Set<string>();

  async function plan({ uses = 0, ...request }: WarmDocument): Promise<void> {
    try {
      // Older uses count less than those to come.
      const found = await planner.warm(request, Math.floor(uses / 2));
      warm.push({ ...request, plan: found });
    } catch {
      // Whoever asks for it will be told why.
    }
  }

  for (const document of documents) {
    // Requests are answered between two validations.
    await turn();
    for (const operation of operationsOf(document, apiSchema)) {
      if (signal.aborted) return warm;
      const key = JSON.stringify([operation.operationName, operation.text, operation.overrides]);
      if (seen.has(key)) continue;
      seen.add(key);
      const work = plan(operation).finally(() => running.delete(work));
      running.add(work);
      if (running.size >= atOnce) await settled(Promise.race(running), signal);
    }
  }
  await settled(Promise.all(running), signal);
  return warm;
}

/** Resolves when the work is done or the signal aborted, whichever comes first. */
export async function settled(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The operations meant: one, or all of a document that has several and does not say which. */
function operationsOf(request: WarmDocument, schema: GraphQLSchema): readonly WarmDocument[] {
  const document = parseValid(request.text, schema);
  const operations = (document?.definitions ?? []).flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition] : [],
  );
  const meant = operations.filter(
    ({ operation, name }) =>
      operation !== OperationTypeNode.SUBSCRIPTION &&
      (request.operationName === undefined || name?.value === request.operationName),
  );
  return operations.length === 1
    ? meant.map(() => request)
    : meant.map(({ name }) => ({ ...request, operationName: name?.value }));
}

function parseValid(text: string, schema: GraphQLSchema): DocumentNode | undefined {
  try {
    const document = parse(text, { noLocation: true });
    return validate(schema, document, undefined, { maxErrors: 1 }).length === 0 ? document : undefined;
  } catch {
    return undefined;
  }
}
