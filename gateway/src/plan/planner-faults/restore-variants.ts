import type { FetchDataKeyRenamer, FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import { eachFetch } from './each-fetch.ts';
import type { PlannerSupergraph } from './planner-supergraph.ts';

/**
 * Translates a plan of the planner's supergraph into one of the real one: the parts of a subgraph become the subgraph,
 * `price__v1(currency: "EUR")` becomes `price__v1: price(currency: "EUR")`, and where a subgraph is to get it, it gets
 * it as `price`. Changes the plan that it is given.
 */
export function restoreVariants(
  plan: QueryPlan,
  { services, fields }: Pick<PlannerSupergraph, 'services' | 'fields'>,
): QueryPlan {
  if (fields.size === 0) return plan;
  const restore = (fetch: FetchNode): void => {
    fetch.serviceName = services.get(fetch.serviceName) ?? fetch.serviceName;
    fetch.operation = restoreOperation(fetch.operation, fields);
    const renamers = [...findRenamers(fetch.requires ?? [], [], fields)];
    if (renamers.length > 0) fetch.inputRewrites = [...(fetch.inputRewrites ?? []), ...renamers];
  };
  const { node } = plan;
  if (node?.kind === 'Subscription') {
    restore(node.primary);
    eachFetch(node.rest, restore);
  } else eachFetch(node, restore);
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
