import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { CompiledFetch, CompiledPlan, Step } from './compiled-plan.ts';
import { readEntityOperation } from './entity-operation.ts';
import { readEntityPath } from './entity-path.ts';
import { compileRepresent } from './representations.ts';
import type { TypeConditions } from './type-conditions.ts';

type ResponsePath = readonly (string | number)[];

/** Where in the plan a node stands. */
type Place = {
  /** Fetches that come before it, counted along the longest way. */
  readonly depth: number;
  readonly isDeferred: boolean;
};

/** Compiles a plan of Apollo's planner for the generation that `applies` belongs to. */
export function compilePlan(plan: QueryPlan, applies: TypeConditions): CompiledPlan {
  const groups = groupFetches(plan);
  const fetches: CompiledFetch[] = [];
  let isDeferring = false;

  function compile(node: PlanNode, path: ResponsePath): Step | undefined {
    switch (node.kind) {
      case 'Fetch': {
        const fetch = compileFetch(node, path, fetches.length, groups.of.get(node), applies);
        fetches.push(fetch);
        return { kind: 'fetch', fetch };
      }
      case 'Flatten':
        return compile(node.node, [...path, ...node.path]);
      case 'Sequence':
      case 'Parallel': {
        const steps = node.nodes.map((child) => compile(child, path)).filter((step) => step !== undefined);
        if (steps.length < 2) return steps[0];
        return { kind: node.kind === 'Sequence' ? 'sequence' : 'parallel', steps };
      }
      case 'Condition':
        return {
          kind: 'condition',
          variable: node.condition,
          whenTrue: node.ifClause && compile(node.ifClause, path),
          whenFalse: node.elseClause && compile(node.elseClause, path),
        };
      case 'Defer':
        isDeferring = true;
        return {
          kind: 'defer',
          primary: node.primary.node && compile(node.primary.node, path),
          deferred: node.deferred.map((part) => ({
            depends: part.depends.map(({ id }) => id),
            label: part.label,
            path: part.queryPath,
            step: part.node && compile(part.node, path),
          })),
        };
    }
  }

  const { node } = plan;
  const root = node?.kind === 'Subscription' ? node.rest : node;
  const step = root && compile(root, []);
  // A deferred fetch may begin while another waits for an answer to the same objects: they have to stay where they are.
  const mayShare = !isDeferring && !fetches.some(({ path }) => path.some(({ types }) => types !== undefined));
  return { step, fetches, groupSizes: groups.sizes, applies, mayShare, combinedHeads: new Map() };
}

function compileFetch(
  node: FetchNode,
  path: ResponsePath,
  index: number,
  group: number | undefined,
  applies: TypeConditions,
): CompiledFetch {
  const contextual = node.contextRewrites ?? [];
  const fromContext = new Set(contextual.map(({ renameKeyTo }) => renameKeyTo));
  const { operation: query, operationName } = node;
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  let entityOperation: ReturnType<typeof readEntityOperation> | null = null;
  return {
    index,
    id: node.id,
    service: node.serviceName,
    kind: node.operationKind === 'mutation' ? 'mutation' : 'query',
    query,
    operationName,
    head: `{"query":${JSON.stringify(query)}${name},"variables":{`,
    variables: (node.variableUsages ?? []).filter((usage) => usage !== 'representations' && !fromContext.has(usage)),
    path: readEntityPath(path),
    represent: node.requires && compileRepresent(node.requires, node.inputRewrites ?? [], applies),
    outputRewrites: node.outputRewrites ?? [],
    contextual,
    entityOperation() {
      if (entityOperation === null) entityOperation = readEntityOperation(query);
      return entityOperation;
    },
    group,
  };
}

/**
 * Entity fetches of one subgraph that stand equally deep in the plan are sent as one request when they are ready
 * together. Equally deep means that none of them waits for another, so waiting for each other they cannot lock.
 */
function groupFetches(plan: QueryPlan): { readonly of: Map<FetchNode, number>; readonly sizes: number[] } {
  const members = new Map<string, FetchNode[]>();

  function visit(node: PlanNode | undefined, place: Place): number {
    if (!node) return place.depth;
    switch (node.kind) {
      case 'Fetch': {
        if (node.requires && !place.isDeferred) {
          const key = `${place.depth} ${node.serviceName}`;
          members.set(key, [...(members.get(key) ?? []), node]);
        }
        return place.depth + 1;
      }
      case 'Flatten':
        return visit(node.node, place);
      case 'Sequence':
        return node.nodes.reduce((depth, child) => visit(child, { ...place, depth }), place.depth);
      case 'Parallel':
        return Math.max(place.depth, ...node.nodes.map((child) => visit(child, place)));
      case 'Condition':
        return Math.max(visit(node.ifClause, place), visit(node.elseClause, place));
      case 'Defer':
        for (const part of node.deferred) visit(part.node, { ...place, isDeferred: true });
        return visit(node.primary.node, place);
    }
  }

  const { node } = plan;
  visit(node?.kind === 'Subscription' ? node.rest : node, { depth: 0, isDeferred: false });
  const of = new Map<FetchNode, number>();
  const sizes: number[] = [];
  for (const fetches of members.values()) {
    if (fetches.length < 2) continue;
    for (const fetch of fetches) of.set(fetch, sizes.length);
    sizes.push(fetches.length);
  }
  return { of, sizes };
}
