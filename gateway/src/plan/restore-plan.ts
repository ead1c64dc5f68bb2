import type {
  FetchDataKeyRenamer,
  FetchNode,
  PlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { PlannerSupergraph } from './planner-supergraph.ts';

/** The plan in the words of the real supergraph. Changes the plan that it is given. */
export function restorePlan(plan: QueryPlan, { services, fields }: PlannerSupergraph): QueryPlan {
  if (fields.size === 0) return plan;
  const restore = (node: PlanNode | undefined): void => {
    switch (node?.kind) {
      case 'Fetch':
        restoreFetch(node);
        return;
      case 'Flatten':
        restore(node.node);
        return;
      case 'Sequence':
      case 'Parallel':
        for (const child of node.nodes) restore(child);
        return;
      case 'Condition':
        restore(node.ifClause);
        restore(node.elseClause);
        return;
      case 'Defer':
        restore(node.primary.node);
        for (const part of node.deferred) restore(part.node);
    }
  };
  const restoreFetch = (fetch: FetchNode): void => {
    fetch.serviceName = services.get(fetch.serviceName) ?? fetch.serviceName;
    fetch.operation = restoreOperation(fetch.operation, fields);
    const renamers = [...findRenamers(fetch.requires ?? [], [], fields)];
    if (renamers.length > 0) fetch.inputRewrites = [...(fetch.inputRewrites ?? []), ...renamers];
  };
  const { node } = plan;
  if (node?.kind === 'Subscription') {
    restoreFetch(node.primary);
    restore(node.rest);
  } else restore(node);
  return plan;
}

/** A field of the planner's becomes the real one, under the planner's name. */
function restoreOperation(operation: string, fields: ReadonlyMap<string, string>): string {
  if (![...fields.keys()].some((name) => operation.includes(name))) return operation;
  const document = visit(parse(operation, { noLocation: true }), {
    Field(node) {
      const value = fields.get(node.name.value);
      return value === undefined
        ? undefined
        : { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value } };
    },
  });
  return stripIgnoredCharacters(print(document));
}

/** The subgraph gets it by its real name. */
function* findRenamers(
  selections: readonly QueryPlanSelectionNode[],
  path: readonly string[],
  fields: ReadonlyMap<string, string>,
): Generator<FetchDataKeyRenamer> {
  for (const node of selections) {
    if (node.kind === 'InlineFragment') {
      yield* findRenamers(node.selections, path, fields);
      continue;
    }
    const key = node.alias ?? node.name;
    const renameKeyTo = fields.get(node.name);
    if (renameKeyTo !== undefined) yield { kind: 'KeyRenamer', path: [...path, key], renameKeyTo };
    yield* findRenamers(node.selections ?? [], [...path, key], fields);
  }
}
