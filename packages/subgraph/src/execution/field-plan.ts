import { compileArguments, type ReadArguments } from '@lectern/input-coercion';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isNonNullType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type Complete, completerOf } from './complete.ts';

/** One field of an object type as an operation asks for it; all that does not depend on the request is worked out. */
export type FieldPlan = {
  /** Its name in the answer. */
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly returnType: GraphQLOutputType;
  readonly isNonNull: boolean;
  /** What is known without looking: the name of the type. */
  readonly constant: string | undefined;
  /** Undefined: the property of that name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly readArguments: ReadArguments;
  readonly complete: Complete;
};

/** The fields an object has in the answer, by its type. */
export type Selection = { of(type: GraphQLObjectType): readonly FieldPlan[] };

export type Selecting = {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
};

export function selectionOf(selecting: Selecting, sets: readonly SelectionSetNode[]): Selection {
  const known = new Map<GraphQLObjectType, readonly FieldPlan[]>();
  return {
    of(type) {
      const found = known.get(type);
      if (found) return found;
      const nodesByKey = new Map<string, FieldNode[]>();
      const seen = new Set<string>();
      for (const set of sets) collect(selecting, type, set, nodesByKey, seen);
      const plans = [...nodesByKey].map(([key, nodes]) => planField(selecting, type, key, nodes));
      known.set(type, plans);
      return plans;
    },
  };
}

function collect(
  selecting: Selecting,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  into: Map<string, FieldNode[]>,
  seen: Set<string>,
): void {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const nodes = into.get(key);
      if (nodes) nodes.push(node);
      else into.set(key, [node]);
      continue;
    }
    const part = node.kind === Kind.INLINE_FRAGMENT ? node : spread(selecting, node.name.value, seen);
    if (part && applies(selecting.schema, part.typeCondition?.name.value, type)) {
      collect(selecting, type, part.selectionSet, into, seen);
    }
  }
}

/** A fragment counts once for each object. */
function spread({ fragments }: Selecting, name: string, seen: Set<string>): FragmentDefinitionNode | undefined {
  if (seen.has(name)) return undefined;
  seen.add(name);
  return fragments[name];
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}

function planField(
  selecting: Selecting,
  parentType: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): FieldPlan {
  const [node] = nodes;
  const name = node?.name.value ?? '';
  const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parentType.getFields()[name];
  if (!node || !definition) throw new Error(`${parentType.name} has no field ${name}`);
  const { type: returnType, resolve } = definition;
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return {
    key,
    name,
    nodes,
    parentType,
    returnType,
    isNonNull: isNonNullType(returnType),
    constant: definition === TypeNameMetaFieldDef ? parentType.name : undefined,
    resolve,
    readArguments: compileArguments(definition, node),
    complete: completerOf(returnType, sets.length === 0 ? undefined : selectionOf(selecting, sets)),
  };
}
