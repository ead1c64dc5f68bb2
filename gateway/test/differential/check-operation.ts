import { type DocumentNode, print } from 'graphql';
import { findDifference, type Result } from './compare.ts';
import { runMerged } from './run-merged.ts';
import type { Runner } from './runner.ts';
import type { TestSupergraph } from './test-supergraph.ts';

export type Candidate = {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
};

export type Outcome = { readonly difference: string | undefined; readonly merged: Result; readonly gateway: Result };

let sessions = 0;

/** Runs an operation on both sides. */
export async function checkOperation(runner: Runner, test: TestSupergraph, candidate: Candidate): Promise<Outcome> {
  const { document, operationName } = candidate;
  const variables = { ...candidate.variables, session: `session ${sessions++}` };
  const merged = runMerged(test, document, variables, operationName);
  const gateway = await runner
    .run(test.definition.name, { query: print(document), variables, operationName })
    .catch((error: unknown): Result => ({ errors: [{ message: `the gateway did not answer: ${String(error)}` }] }));
  return { difference: findDifference(merged, gateway), merged, gateway };
}
