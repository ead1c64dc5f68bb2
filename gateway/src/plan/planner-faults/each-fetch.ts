import type { FetchNode, PlanNode } from '@apollo/query-planner';

/** Shows each fetch of a plan with its place in the response, as the planner writes it: keys, `@` for a list. */
export function eachFetch(
  node: PlanNode | undefined,
  see: (fetch: FetchNode, path: readonly (string | number)[]) => void,
  path: readonly (string | number)[] = [],
): void {
  switch (node?.kind) {
    case 'Fetch':
      see(node, path);
      return;
    case 'Flatten':
      eachFetch(node.node, see, [...path, ...node.path]);
      return;
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) eachFetch(child, see, path);
      return;
    case 'Condition':
      eachFetch(node.ifClause, see, path);
      eachFetch(node.elseClause, see, path);
      return;
    case 'Defer':
      eachFetch(node.primary.node, see, path);
      for (const part of node.deferred) eachFetch(part.node, see, path);
  }
}
