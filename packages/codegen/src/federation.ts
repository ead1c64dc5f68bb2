import { readTypeDefs, type SubgraphName } from '@lectern/schema';
import { type DocumentNode, Kind, parse, visit } from 'graphql';

/** How scalars look to resolvers: instants come in as Date and leave as Date or ISO text. */
export const resolverScalars = {
  DateTime: { input: 'Date', output: 'Date | string' },
  ID: { input: 'string', output: 'string' },
  FieldSet: 'string',
  link__Import: 'string',
};

/**
 * The directives that the federation link brings in; generation works on plain GraphQL, so they are spelled out.
 * `_Any`, `_Entity` and the like are left out: the resolver types of entities come from the `@key`s.
 */
const federationDirectives = parse(/* GraphQL */ `
  scalar FieldSet
  scalar link__Import
  directive @link(url: String!, import: [link__Import]) repeatable on SCHEMA
  directive @composeDirective(name: String!) repeatable on SCHEMA
  directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
  directive @shareable repeatable on OBJECT | FIELD_DEFINITION
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
  directive @external on OBJECT | FIELD_DEFINITION
  directive @requires(fields: FieldSet!) on FIELD_DEFINITION
  directive @provides(fields: FieldSet!) on FIELD_DEFINITION
`);

/** The type definitions of a subgraph as one document without extensions of missing bases. */
export function federationTypeDefs(subgraph: SubgraphName): DocumentNode {
  const typeDefs = visit(readTypeDefs(subgraph), {
    SchemaExtension: () => null,
    // Files of one subgraph extend the root types of another; merged, the first must be a definition.
    ObjectTypeExtension: (node) => node,
  });
  return mergeRootExtensions({
    kind: Kind.DOCUMENT,
    definitions: [...federationDirectives.definitions, ...typeDefs.definitions],
  });
}

function mergeRootExtensions(document: DocumentNode): DocumentNode {
  const defined = new Set<string>();
  for (const node of document.definitions) if (node.kind === Kind.OBJECT_TYPE_DEFINITION) defined.add(node.name.value);
  return visit(document, {
    ObjectTypeExtension(node) {
      if (defined.has(node.name.value)) return undefined;
      defined.add(node.name.value);
      return { ...node, kind: Kind.OBJECT_TYPE_DEFINITION };
    },
  });
}
