import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from 'graphql';
import { type ClientOperation, readClientOperation, responseKey, selectionsAt } from './client-selections.ts';
import { eachFetch } from './each-fetch.ts';
import { findMissing } from './missing-kinds.ts';
import type { Kinds } from './uneven-kinds.ts';

/**
 * The fault: where subgraphs know other members of a union, and more than one of them could be asked, the planner drops
 * what is selected on a member that one of them does not know, though it asks another that does. With
 *
 *     type Query { next: Load @shareable }  union Load = Parcel | Letter     # in the subgraph post
 *     type Query { next: Load @shareable }  union Load = Parcel              # in the subgraph railway
 *
 * `{ next { ... on Letter { stamp } } }` asks post, but not for the stamp. This puts it back: what the asked subgraph
 * has itself of such a member. Changes the plan that it is given.
 */
export function restoreKinds(plan: QueryPlan, operation: DocumentNode, kinds: Kinds): QueryPlan {
  const client = kinds.uneven.size === 0 ? undefined : readClientOperation(operation);
  const { node } = plan;
  if (!client || node?.kind === 'Subscription') return plan;
  eachFetch(node, (fetch, path) => restoreFetch(fetch, path.map(keyIn).filter(Boolean), client, kinds));
  return plan;
}

/** `author|[Person]` is `author`; what goes into lists is nothing. */
function keyIn(part: string | number): string {
  const [key = ''] = String(part).split('|');
  return key === '@' ? '' : key;
}

function restoreFetch(fetch: FetchNode, path: readonly string[], client: ClientOperation, kinds: Kinds): void {
  let isChanged = false;
  const complete = (set: SelectionSetNode, type: string, at: readonly string[]): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((node): SelectionNode => {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        return { ...node, selectionSet: complete(node.selectionSet, node.typeCondition?.name.value ?? type, at) };
      }
      if (node.kind !== Kind.FIELD || !node.selectionSet) return node;
      const isEntities = fetch.requires !== undefined && node.name.value === '_entities';
      const below = isEntities ? '_Entity' : kinds.typeOf(type, node.name.value);
      if (below === undefined) return node;
      const here = isEntities ? path : [...at, responseKey(node)];
      const selectionSet = complete(node.selectionSet, below, here);
      if (!kinds.uneven.has(below)) return { ...node, selectionSet };
      const missing = findMissing(selectionSet, below, selectionsAt(client, here), fetch.serviceName, client, kinds);
      if (missing.length > 0) isChanged = true;
      return { ...node, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, ...missing] } };
    }),
  });
  const document = parse(fetch.operation, { noLocation: true });
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? { ...definition, selectionSet: complete(definition.selectionSet, client.rootType, path) }
      : definition,
  );
  if (isChanged) fetch.operation = stripIgnoredCharacters(print({ ...document, definitions }));
}
