import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

export type ObjectLike = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** Objects and interfaces by name. */
export type ObjectTypes = ReadonlyMap<string, ObjectLike>;

export function readObjectTypes(document: DocumentNode): ObjectTypes {
  return new Map(document.definitions.filter(isObjectLike).map((node) => [node.name.value, node]));
}

function isObjectLike(node: DefinitionNode): node is ObjectLike {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** Names of subgraphs, as plans have them, by the names that `join__Graph` has for them. */
export function readServiceNames(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const { name, directives = [] } of node.values ?? []) {
      const use = directives.find((given) => given.name.value === 'join__graph');
      names.set(name.value, (use && textOf(use, 'name')) ?? name.value);
    }
  }
  return names;
}

/** An argument of a directive that is a string, the name of a subgraph, or a boolean; undefined where it is not given. */
export function textOf(use: ConstDirectiveNode, name: string): string | undefined {
  const value = use.arguments?.find((given) => given.name.value === name)?.value;
  if (value?.kind === Kind.BOOLEAN) return String(value.value);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** The directive with another value for an argument that it has. */
export function withArgument(use: ConstDirectiveNode, name: string, value: ConstValueNode): ConstDirectiveNode {
  return {
    ...use,
    arguments: (use.arguments ?? []).map((given) => (given.name.value === name ? { ...given, value } : given)),
  };
}

export function toGraph(use: ConstDirectiveNode, graph: string): ConstDirectiveNode {
  return withArgument(use, 'graph', { kind: Kind.ENUM, value: graph });
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
