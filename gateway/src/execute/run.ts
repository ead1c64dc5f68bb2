import type { GraphQLError } from 'graphql';
import type { SubgraphAnswer } from '../subgraph/client.ts';
import type { CompiledFetch, CompiledPlan, DeferredStep } from './compiled-plan.ts';
import type { EntityBatch } from './entity-batch.ts';
import type { GroupStates } from './fetch-groups.ts';
import type { Objectlike } from './objects.ts';

/** What one execution of a plan has and finds. */
export type Run = {
  readonly plan: CompiledPlan;
  readonly clientKeys: ReadonlyMap<string, string> | undefined;
  /** The result so far, with response keys as the client asks for them and whatever else the plan needs. */
  data: Objectlike;
  readonly errors: GraphQLError[];
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With defaults, for conditions. */
  readonly coerced: Readonly<Record<string, unknown>>;
  readonly ask: Ask;
  readonly groups: GroupStates | undefined;
  readonly startedAt: number;
  /** Objects that stand in more than one place of the result. */
  readonly shared: Set<object>;
  /** JSON texts of variables, made when first sent. */
  readonly json: Map<string, string>;
  /** Begins parts that are sent later, before what they build on; tells whom to tell that this is over. Undefined: all is sent at once. */
  readonly defer?: ((run: Run, parts: readonly DeferredStep[]) => () => void) | undefined;
  /** Told when a fetch is over, for deferred parts that build on it. */
  readonly onFetched?: ((fetch: CompiledFetch) => void) | undefined;
  /** Told when a subgraph gave no answer. */
  readonly onFailed?: ((fetch: CompiledFetch, error: unknown) => void) | undefined;
};

/**
 * Sends the JSON text of a request to the subgraph of the fetch; throws a LecternError when there is no answer.
 * `batches`: the entities asked for.
 */
export type Ask = (fetch: CompiledFetch, body: string, batches?: readonly EntityBatch[]) => Promise<SubgraphAnswer>;

/** `"name":value,…` of those variables that the client has given. */
export function variablesJson(run: Run, names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const json = run.json.get(name) ?? variableJson(run, name);
    if (json !== '') text += text === '' ? json : `,${json}`;
  }
  return text;
}

function variableJson(run: Run, name: string): string {
  const value = Object.hasOwn(run.variables, name) ? run.variables[name] : undefined;
  const json = value === undefined ? '' : `"${name}":${JSON.stringify(value)}`;
  run.json.set(name, json);
  return json;
}
