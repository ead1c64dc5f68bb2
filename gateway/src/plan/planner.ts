import { operationFromDocument, type Schema, type Supergraph } from '@apollo/federation-internals';
import { type PlanNode, type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

export type Planner = {
  /** The plan of a validated operation; `key` names document and operation. */
  plan(key: string, document: DocumentNode, operationName: string | undefined): QueryPlan;
};

/** Plans kept per generation; one is some kilobytes. */
const plansMax = 5_000;

export function createPlanner(supergraph: Supergraph, schema: Schema): Planner {
  const planner = new QueryPlanner(supergraph);
  const plans = new LRUCache<string, QueryPlan>({ max: plansMax });
  return {
    plan(key, document, operationName) {
      const known = plans.get(key);
      if (known) return known;
      const operation = operationFromDocument(schema, document, operationName === undefined ? {} : { operationName });
      const plan = planner.buildQueryPlan(operation);
      plans.set(key, plan);
      return plan;
    },
  };
}

/** Whether a plan is nothing but fetches at the root: no entity of another subgraph has to be asked for. */
export function isRootOnly(plan: QueryPlan): boolean {
  const { node } = plan;
  return node === undefined || (node.kind !== 'Subscription' && isRootNode(node));
}

function isRootNode(node: PlanNode): boolean {
  if (node.kind === 'Fetch') return node.requires === undefined;
  if (node.kind === 'Condition') {
    return [node.ifClause, node.elseClause].every((clause) => clause === undefined || isRootNode(clause));
  }
  return (node.kind === 'Sequence' || node.kind === 'Parallel') && node.nodes.every(isRootNode);
}
