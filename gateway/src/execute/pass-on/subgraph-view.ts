import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  parseType,
  type TypeNode,
} from 'graphql';
import type { TypeConditions } from '../type-conditions.ts';

/** What a supergraph says of the schema that one of its subgraphs has of its own. */
export type SubgraphView = {
  /** Whether the subgraph knows the type, as the kind of type that it is. */
  hasType(name: string): boolean;
  /** As the subgraph declares it, which may be stricter than the supergraph; undefined where it has no such field. */
  fieldType(typeName: string, field: string): TypeNode | undefined;
  /** Whether a fragment on `condition` applies to such an object, as far as the subgraph knows. */
  readonly applies: TypeConditions;
};

/** Undefined where the supergraph has no such subgraph. */
export function viewSubgraph(supergraph: GraphQLSchema, service: string): SubgraphView | undefined {
  const graph = graphOf(supergraph, service);
  if (graph === undefined) return undefined;
  const typeOf = (name: string) => supergraph.getType(name);
  const isOurs = (directive: ConstDirectiveNode) => argumentOf(directive, 'graph') === graph;
  const joins = (name: string, directive: string) => named(typeOf(name)?.astNode?.directives, directive).filter(isOurs);

  return {
    hasType(name) {
      const found = joins(name, 'join__type');
      return found.length > 0 && found.every((directive) => argumentOf(directive, 'isInterfaceObject') !== true);
    },
    fieldType(typeName, fieldName) {
      const type = typeOf(typeName);
      const field =
        isObjectType(type) || isInterfaceType(type)
          ? type.astNode?.fields?.find(({ name }) => name.value === fieldName)
          : undefined;
      const all = named(field?.directives, 'join__field');
      // Nothing is said of a field that all subgraphs of its type have alike.
      if (all.length === 0) return field?.type;
      const [own] = all.filter(isOurs);
      const declared = own && argumentOf(own, 'type');
      return own && (typeof declared === 'string' ? parseType(declared, { noLocation: true }) : field?.type);
    },
    applies(typeName, condition) {
      if (typeName === condition) return true;
      if (isUnionType(typeOf(condition))) {
        return joins(condition, 'join__unionMember').some((directive) => argumentOf(directive, 'member') === typeName);
      }
      return joins(typeName, 'join__implements').some((directive) => argumentOf(directive, 'interface') === condition);
    },
  };
}

/** Its name in `join__Graph`. */
function graphOf(supergraph: GraphQLSchema, service: string): string | undefined {
  const graphs = supergraph.getType('join__Graph')?.astNode;
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return undefined;
  return graphs.values?.find(({ directives }) =>
    named(directives, 'join__graph').some((directive) => argumentOf(directive, 'name') === service),
  )?.name.value;
}

function named(directives: readonly ConstDirectiveNode[] | undefined, name: string): readonly ConstDirectiveNode[] {
  return directives?.filter((directive) => directive.name.value === name) ?? [];
}

function argumentOf({ arguments: args }: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = args?.find((argument) => argument.name.value === name)?.value;
  const isPlain = value?.kind === Kind.ENUM || value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN;
  return isPlain ? value.value : undefined;
}
