import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Selected = { readonly name: string; readonly nodes: FieldNode[] };

export type Collecting = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
};

/** The members of an object of one type, by response key, in their order: section 6.3.2 of the specification. */
export function collectFields(
  collecting: Collecting,
  type: GraphQLNamedType,
  sets: readonly SelectionSetNode[],
): Map<string, Selected> {
  const fields = new Map<string, Selected>();
  const visited = new Set<string>();

  function collect(set: SelectionSetNode): void {
    for (const node of set.selections) {
      if (!isIncluded(node, collecting.variables)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const known = fields.get(key);
        if (known) known.nodes.push(node);
        else fields.set(key, { name: node.name.value, nodes: [node] });
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : open(node.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment && (condition === undefined || applies(collecting.schema, type, condition))) {
        collect(fragment.selectionSet);
      }
    }
  }

  function open(name: string): FragmentDefinitionNode | undefined {
    if (visited.has(name)) return undefined;
    visited.add(name);
    return collecting.fragments.get(name);
  }

  for (const set of sets) collect(set);
  return fields;
}

export function setsOf({ nodes }: Selected): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

function applies(schema: GraphQLSchema, type: GraphQLNamedType, condition: string): boolean {
  if (type.name === condition) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.getPossibleTypes(wanted).some(({ name }) => name === type.name);
}

function isIncluded({ directives }: SelectionNode, variables: Collecting['variables']): boolean {
  return (directives ?? []).every(({ name, arguments: args }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = args?.find((argument) => argument.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? variables[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return holds === (name.value === 'include');
  });
}
