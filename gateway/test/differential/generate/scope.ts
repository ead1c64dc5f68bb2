import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql';

/** What stands at one place of the answer, so that fields of one name can always be merged. */
export type Scope = Map<string, Entry>;

type Entry = { readonly uses: Use[]; readonly below: Scope };

type Use = {
  readonly parent: string;
  readonly isObject: boolean;
  readonly field: string;
  readonly args: string;
  readonly returns: string;
};

/**
 * Whether fields can be merged where both stand: the same field with the same arguments, or the same shape in objects
 * that can never be the same.
 */
function agree(a: Use, b: Use): boolean {
  if (a.returns !== b.returns) return false;
  if (a.field === b.field && a.args === b.args) return true;
  return a.isObject && b.isObject && a.parent !== b.parent;
}

export function describeUse(parent: GraphQLCompositeType, node: FieldNode, returns: string): Use {
  const args = (node.arguments ?? []).map(print).sort().join();
  return { parent: parent.name, isObject: isObjectType(parent), field: node.name.value, args, returns };
}

export function fits(scope: Scope | undefined, name: string, use: Use): boolean {
  return scope?.get(name)?.uses.every((other) => agree(use, other)) ?? true;
}

/** Enters a use, and gives the scope below it. */
export function enter(scope: Scope, name: string, use: Use): Scope {
  const entry: Entry = scope.get(name) ?? { uses: [], below: new Map() };
  scope.set(name, entry);
  if (!entry.uses.some((other) => other.parent === use.parent && agree(use, other))) entry.uses.push(use);
  return entry.below;
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Enters everything of a selection that was made elsewhere; with `isTrial`, only says whether it would fit. */
export function enterSelection(
  schema: GraphQLSchema,
  fragments: Fragments,
  scope: Scope | undefined,
  parent: GraphQLCompositeType,
  selection: SelectionSetNode,
  isTrial: boolean,
): boolean {
  return selection.selections.every((node) => {
    if (node.kind === Kind.FIELD) return enterField(schema, fragments, scope, parent, node, isTrial);
    const part = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (!part) return false;
    const type = part.typeCondition ? schema.getType(part.typeCondition.name.value) : parent;
    return isCompositeType(type) && enterSelection(schema, fragments, scope, type, part.selectionSet, isTrial);
  });
}

function enterField(
  schema: GraphQLSchema,
  fragments: Fragments,
  scope: Scope | undefined,
  parent: GraphQLCompositeType,
  node: FieldNode,
  isTrial: boolean,
): boolean {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  const use = describeUse(parent, node, field ? String(field.type) : 'String!');
  const name = node.alias?.value ?? node.name.value;
  if (!fits(scope, name, use)) return false;
  const below = isTrial || !scope ? scope?.get(name)?.below : enter(scope, name, use);
  const type = field && getNamedType(field.type);
  if (!node.selectionSet || !isCompositeType(type)) return true;
  return enterSelection(schema, fragments, below, type, node.selectionSet, isTrial);
}
