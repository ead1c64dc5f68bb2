import { type ConstDirectiveNode, type DocumentNode, visit } from 'graphql';
import { type ObjectLike, textOf } from './join-directives.ts';

/**
 * The fault: when the planner comes back to a subgraph with what a field requires, it takes the first key that is at
 * hand, also one that the subgraph cannot be asked by. With
 *
 *     type Query { next: Parcel }
 *     type Parcel @key(fields: "code", resolvable: false) @key(fields: "id") {
 *       id: ID!
 *       code: ID!
 *       size: Int @external
 *       cost: Int @requires(fields: "size")
 *     }
 *
 * `{ next { cost } }` asks for the cost by `code`, which the subgraph refuses. So a key that is not resolvable is left
 * out where the same subgraph has one that is. Alone it stays: the planner takes it for nothing, and it is part of the
 * schema. Returns the same document where nothing is left out.
 */
export function dropDeadKeys(supergraph: DocumentNode): DocumentNode {
  const drop = <Node extends ObjectLike>(node: Node): Node | undefined => {
    const directives = node.directives ?? [];
    const asked = new Set(directives.filter((use) => isKey(use) && !isDead(use)).map((use) => textOf(use, 'graph')));
    const kept = directives.filter((use) => !(isDead(use) && asked.has(textOf(use, 'graph'))));
    // Undefined leaves the document as it is, and then it need not be built a second time.
    return kept.length === directives.length ? undefined : { ...node, directives: kept };
  };
  return visit(supergraph, { ObjectTypeDefinition: drop, InterfaceTypeDefinition: drop });
}

function isKey(use: ConstDirectiveNode): boolean {
  return use.name.value === 'join__type' && textOf(use, 'key') !== undefined;
}

function isDead(use: ConstDirectiveNode): boolean {
  return use.name.value === 'join__type' && textOf(use, 'resolvable') === 'false';
}
