import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind, OperationTypeNode } from 'graphql';
import { argumentsOf } from './linked-names.ts';

/** What the rules ask of a supergraph. */
export type SupergraphFields = {
  readonly queryType: string;
  readonly subscriptionType: string | undefined;
  fieldsOf(typeName: string | undefined): readonly FieldDefinitionNode[];
  /** Names of the types that have fields. */
  readonly typeNames: readonly string[];
  isEnum(typeName: string): boolean;
  /** Names of the subgraphs that answer the field. */
  ownersOf(typeName: string, field: FieldDefinitionNode): readonly string[];
};

type Part = { readonly fields: readonly FieldDefinitionNode[]; readonly directives: readonly ConstDirectiveNode[] };

export function readSupergraphFields(supergraph: DocumentNode): SupergraphFields {
  const types = new Map<string, Part>();
  const enums = new Set<string>();
  const graphs = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
      enums.add(node.name.value);
      for (const value of node.values ?? []) {
        const [graph] = applied(value.directives, 'join__graph');
        if (typeof graph?.name === 'string') graphs.set(value.name.value, graph.name);
      }
    }
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    types.set(node.name.value, { fields: node.fields ?? [], directives: node.directives ?? [] });
  }
  const nameOf = ({ graph }: Readonly<Record<string, unknown>>) => graphs.get(String(graph)) ?? String(graph);
  return {
    queryType: rootTypeOf(supergraph, OperationTypeNode.QUERY) ?? 'Query',
    subscriptionType: rootTypeOf(supergraph, OperationTypeNode.SUBSCRIPTION),
    fieldsOf: (typeName = '') => types.get(typeName)?.fields ?? [],
    typeNames: [...types.keys()],
    isEnum: (typeName) => enums.has(typeName),
    ownersOf(typeName, field) {
      const joins = applied(field.directives, 'join__field').filter(({ graph }) => graph !== undefined);
      if (joins.length === 0) return applied(types.get(typeName)?.directives, 'join__type').map(nameOf);
      return joins.filter((join) => join.external !== true && join.usedOverridden !== true).map(nameOf);
    },
  };
}

/** The arguments of each application of a directive. */
export function applied(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (directives ?? []).filter((directive) => directive.name.value === name).map(argumentsOf);
}

export function rootTypeOf(document: DocumentNode, operation: OperationTypeNode): string | undefined {
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    const root = node.operationTypes?.find((type) => type.operation === operation);
    if (root) return root.type.name.value;
  }
  return undefined;
}
