import { createHash } from 'node:crypto';
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';

export type TrustedDocument = {
  readonly kind: OperationDefinitionNode['operation'];
  readonly name: string;
  /** How the generator ends the names of the operation's types. */
  readonly suffix: 'Query' | 'Mutation' | 'Subscription';
  /** The operation with its fragments, as printed by graphql-js. */
  readonly text: string;
  /** SHA-256 of `text` in hex. */
  readonly hash: string;
};

const suffixes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** One trusted document for each operation, by operation name. Throws when an operation has no name of its own. */
export function listTrustedDocuments(documents: readonly DocumentNode[]): readonly TrustedDocument[] {
  const definitions = documents.flatMap((document) => document.definitions);
  const fragments = new Map(
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
  const trusted = definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => toTrustedDocument(operation, fragments));
  return trusted.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function toTrustedDocument(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): TrustedDocument {
  if (!operation.name) throw new Error('every operation of the SDK needs a name');
  const used = new Set<FragmentDefinitionNode>();
  collectFragments(operation, fragments, used);
  const text = print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] });
  return {
    kind: operation.operation,
    name: operation.name.value,
    suffix: suffixes[operation.operation],
    text,
    hash: createHash('sha256').update(text).digest('hex'),
  };
}

function collectFragments(
  node: DefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  used: Set<FragmentDefinitionNode>,
): void {
  visit(node, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (!fragment || used.has(fragment)) return;
      used.add(fragment);
      collectFragments(fragment, fragments, used);
    },
  });
}
