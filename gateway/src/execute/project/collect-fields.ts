import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  isInterfaceType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import type { KeyRenames } from '../key-renames.ts';
import type { TypeConditions } from '../type-conditions.ts';

/** Values of the variables that decide about `@skip` and `@include`, by name. */
export type ConditionValues = Readonly<Record<string, boolean>>;

/** One member of an object of the response. */
export type SelectedField = {
  readonly key: string;
  /** Its key in the merged data. */
  readonly from: string;
  readonly name: string;
  readonly type: GraphQLOutputType;
  /** What is selected below it, by all of its occurrences. */
  readonly sets: readonly SelectionSetNode[];
  /** The viewer may not see it: whatever the plan has fetched, it counts as missing. */
  readonly isRefused: boolean;
};

export type Selecting = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly applies: TypeConditions;
  readonly conditions: ConditionValues;
  readonly refused: ReadonlySet<FieldNode> | undefined;
  readonly renames: KeyRenames | undefined;
};

export type OutputObject = GraphQLObjectType | GraphQLInterfaceType;

/** The members of an object of one type, in the order in which the operation asks for them. */
export function collectFields(
  selecting: Selecting,
  type: OutputObject,
  sets: readonly SelectionSetNode[],
): readonly SelectedField[] {
  const fields = new Map<string, SelectedField & { readonly sets: SelectionSetNode[] }>();
  const visited = new Set<string>();

  function collect(set: SelectionSetNode): void {
    for (const node of set.selections) {
      if (node.directives?.length && !isIncluded(node.directives, selecting.conditions)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const known = fields.get(key);
        const below = node.selectionSet ? [node.selectionSet] : [];
        if (known) {
          known.sets.push(...below);
          continue;
        }
        const fieldType = typeOf(selecting.schema, type, node.name.value);
        const isRefused = selecting.refused?.has(node) === true;
        const from = selecting.renames?.keyOf(node) ?? key;
        const name = node.name.value;
        if (fieldType) fields.set(key, { key, from, name, type: fieldType, sets: below, isRefused });
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = node.typeCondition?.name.value;
        if (condition === undefined || selecting.applies(type.name, condition)) collect(node.selectionSet);
      } else {
        const fragment = selecting.fragments.get(node.name.value);
        if (!fragment || visited.has(node.name.value)) continue;
        visited.add(node.name.value);
        if (selecting.applies(type.name, fragment.typeCondition.name.value)) collect(fragment.selectionSet);
      }
    }
  }

  for (const set of sets) collect(set);
  return [...fields.values()];
}

const typeNameType = new GraphQLNonNull(GraphQLString);

export function typeOf(schema: GraphQLSchema, type: OutputObject, name: string): GraphQLOutputType | undefined {
  if (name === '__typename') return typeNameType;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef.type;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef.type;
  }
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.type : undefined;
}

export function isIncluded(directives: readonly DirectiveNode[], conditions: ConditionValues): boolean {
  for (const { name, arguments: args } of directives) {
    const wanted = name.value === 'include' ? true : name.value === 'skip' ? false : undefined;
    const value = args?.find((argument) => argument.name.value === 'if')?.value;
    if (wanted === undefined || !value) continue;
    const given =
      value.kind === Kind.VARIABLE ? conditions[value.name.value] === true : value.kind === Kind.BOOLEAN && value.value;
    if (given !== wanted) return false;
  }
  return true;
}

/** The names of all variables that stand in `@skip` or `@include`, in the order of their names. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const search = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      for (const { name, arguments: args } of node.directives ?? []) {
        if (name.value !== 'include' && name.value !== 'skip') continue;
        for (const { value } of args ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      }
      if (node.kind !== Kind.FRAGMENT_SPREAD && node.selectionSet) search(node.selectionSet);
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION) {
      search(definition.selectionSet);
    }
  }
  return [...names].sort();
}
