import type { QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Authorization, OperationRequirements, Verdict } from '../authorization/read-authorization.ts';
import { compilePlan } from '../execute/compile-plan.ts';
import type { CompiledOperation } from '../execute/execute-operation.ts';
import { foldConditions } from '../execute/fold-conditions.ts';
import { compileIntrospection } from '../execute/introspection.ts';
import { findKeyRenames, type KeyRisks } from '../execute/key-renames.ts';
import { fetchToPassOn, type PassOnFacts } from '../execute/pass-on/find-obstacle.ts';
import { conditionVariables } from '../execute/project/collect-fields.ts';
import { compileProjection, fragmentsOf, type Projection } from '../execute/project/projection.ts';
import type { TypeConditions } from '../execute/type-conditions.ts';
import { planErrors } from '../plan/plan.errors.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { OperationTrace, PlanTrace } from '../telemetry/tracer.ts';
import { countRootFields } from './check-limits.ts';
import type { Deferrable } from './deferrable.ts';
import { type CoerceVariables, compileVariables, type Variables } from './variables.ts';

/** An operation that was found valid in one generation, and what has been made of it. */
export type KnownOperation = {
  readonly generation: Generation;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly text: string;
  readonly rootFields: number;
  readonly coerce: CoerceVariables;
  readonly requirements: OperationRequirements | undefined;
  /** Undefined for an operation without `@defer`; all others are run whole where this is not asked for. */
  readonly deferrable?: Deferrable | undefined;
  /**
   * What is run for viewers with this verdict and these values of `@skip` and `@include`; at once when it is there.
   * Rejects with errors of `plan.errors.ts`.
   */
  compiledFor(
    verdict: Verdict,
    overrides: readonly string[],
    coerced: Variables,
    trace?: OperationTrace,
  ): CompiledOperation | Promise<CompiledOperation>;
};

/** What all operations of a generation have in common. */
export type OperationGround = {
  readonly generation: Generation;
  readonly applies: TypeConditions;
  readonly authorization: Authorization | undefined;
  readonly risks: KeyRisks;
};

/** Uses are told to the plan cache, which knows the busiest operations, in such numbers. */
const usesCounted = 64;

/** Plans kept of one operation for one kind of viewer: one for each set of overrides and conditions. */
const variantsMax = 8;

type CountedOperation = CompiledOperation & { uses: number; readonly queryPlan: QueryPlan | undefined };

const emptyPlan = compilePlan({ kind: 'QueryPlan' }, () => false);

export function createKnownOperation(
  { generation, applies, authorization, risks }: OperationGround,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  text: string,
  operationName: string | undefined,
): KnownOperation {
  const { apiSchema, supergraphSchema } = generation;
  const variants = new WeakMap<Verdict, LRUCache<string, CountedOperation>>();
  const renames = findKeyRenames(document, risks);
  const introspection = compileIntrospection(apiSchema, document, operation, fragmentsOf(document));
  const conditions = conditionVariables(document);
  const hasConditions = conditions.length > 0 || /@(skip|include)\b/.test(text);

  function keyOf(overrides: readonly string[], coerced: Variables): string {
    if (overrides.length === 0 && conditions.length === 0) return '';
    return `${overrides.join()} ${conditions.map((name) => (coerced[name] === true ? 1 : 0)).join('')}`;
  }

  async function compile(
    verdict: Verdict,
    overrides: readonly string[],
    coerced: Variables,
    trace: OperationTrace | undefined,
  ): Promise<CompiledOperation> {
    const refused = verdict.isAllowed ? undefined : verdict.refused;
    const asked = verdict.isAllowed ? document : verdict.document;
    const values = Object.fromEntries(conditions.map((name) => [name, coerced[name] === true]));
    const folded = asked && hasConditions ? foldConditions(asked, values) : asked;
    const traced = trace?.plan();
    const planning = folded ? planOf(folded, verdict, overrides, traced) : Promise.resolve(undefined);
    const queryPlan = await (traced ? traced.follow(planning) : planning);
    const selecting = { schema: apiSchema, fragments: fragmentsOf(document), applies, refused, renames };
    const plan = queryPlan ? compilePlan(queryPlan, applies) : emptyPlan;
    const made: CountedOperation = {
      uses: 0,
      queryPlan,
      plan,
      clientKeys: renames?.clientKeys,
      projection: lazyProjection(() =>
        compileProjection(apiSchema, document, operation, applies, { refused, renames }),
      ),
      introspection,
      selecting,
      fetchToPassOn: lazyFetch({
        plan,
        operation,
        selecting: { ...selecting, conditions: values },
        isIntrospecting: introspection !== undefined,
        supergraphSchema,
      }),
    };
    let ofVerdict = variants.get(verdict);
    if (!ofVerdict) {
      ofVerdict = new LRUCache({ max: variantsMax });
      variants.set(verdict, ofVerdict);
    }
    ofVerdict.set(keyOf(overrides, coerced), made);
    return made;
  }

  async function planOf(
    asked: DocumentNode,
    verdict: Verdict,
    overrides: readonly string[],
    traced: PlanTrace | undefined,
  ): Promise<QueryPlan> {
    const renamed = renames ? renames.rename(asked) : asked;
    const planned = renamed === document ? text : print(renamed);
    const name = verdict.isAllowed ? operationName : undefined;
    const plan = await generation.planner.plan({ text: planned, operationName: name, overrides }, traced?.missed);
    // The planner says so by fetching nothing: no subgraph can be asked for it.
    if (!plan.node && asksForData(asked, operationName)) throw planErrors.make('PLAN_FAILED');
    return plan;
  }

  function find(verdict: Verdict, overrides: readonly string[], coerced: Variables): CompiledOperation | undefined {
    const found = variants.get(verdict)?.get(keyOf(overrides, coerced));
    if (!found) return undefined;
    found.uses += 1;
    if (found.queryPlan && found.uses % usesCounted === 0) generation.planner.countUse(found.queryPlan, usesCounted);
    return found;
  }

  return {
    generation,
    document,
    operation,
    text,
    rootFields: countRootFields(document, operation),
    coerce: compileVariables(apiSchema, operation),
    requirements: authorization?.requirementsOf(document, operationName),
    compiledFor: (verdict, overrides, coerced, trace) =>
      find(verdict, overrides, coerced) ?? compile(verdict, overrides, coerced, trace),
  };
}

/** Whether an operation without conditions has fields at its root that a subgraph has to answer. */
function asksForData(document: DocumentNode, operationName: string | undefined): boolean {
  const fragments = fragmentsOf(document);
  const asks = (set: SelectionSetNode): boolean =>
    set.selections.some((node) => {
      if (node.kind === Kind.FIELD) return !node.name.value.startsWith('__');
      const body = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      return body !== undefined && asks(body.selectionSet);
    });
  const operation = getOperationAST(document, operationName) ?? getOperationAST(document);
  return operation !== null && operation !== undefined && asks(operation.selectionSet);
}

/** Compiled when the first answer is there: what is planned in advance may never be asked for. */
function lazyProjection(compile: () => Projection): Projection {
  let compiled: Projection | undefined;
  return {
    write(data, conditions, errors, shared) {
      compiled ??= compile();
      return compiled.write(data, conditions, errors, shared);
    },
  };
}

function lazyFetch(facts: PassOnFacts): CompiledOperation['fetchToPassOn'] {
  let found: ReturnType<typeof fetchToPassOn> | null = null;
  return () => {
    if (found === null) found = fetchToPassOn(facts);
    return found;
  };
}
