import { type ConstDirectiveNode, type DocumentNode, type EnumValueDefinitionNode, Kind, visit } from 'graphql';
import { type ObjectLike, readServiceNames, textOf, toGraph, withArgument } from './join-directives.ts';
import { partGraph, partService, type SubgraphParts } from './subgraph-parts.ts';

type Parts = Pick<SubgraphParts, 'moreOf'>;

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * Adds the parts of `subgraph-parts.ts` to the supergraph. They have all that their subgraph has, but for root fields,
 * which nothing is gained by asking of a part, and fields that require others, which stand in one part already.
 */
export function addParts(document: DocumentNode, parts: Parts): DocumentNode {
  const copy = (use: ConstDirectiveNode): ConstDirectiveNode[] => {
    const graph = textOf(use, 'graph');
    return graph === undefined ? [use] : [use, ...morePartsOf(graph, parts).map((part) => toPart(use, graph, part))];
  };
  const withCopies = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: Node): Node => ({
    ...node,
    directives: (node.directives ?? []).flatMap(copy),
  });
  const addToType = <Node extends ObjectLike>(node: Node): Node => ({
    ...withCopies(node),
    fields: (node.fields ?? []).map((field) => ({
      ...field,
      directives: (field.directives ?? []).flatMap((use) => (isInOnePart(use, node.name.value) ? [use] : copy(use))),
    })),
  });
  const services = readServiceNames(document);
  return visit(document, {
    ObjectTypeDefinition: addToType,
    InterfaceTypeDefinition: addToType,
    UnionTypeDefinition: withCopies,
    ScalarTypeDefinition: withCopies,
    EnumTypeDefinition: (node) => ({
      ...withCopies(node),
      values: (node.values ?? []).flatMap((value) => {
        const service = node.name.value === 'join__Graph' ? services.get(value.name.value) : undefined;
        return service === undefined ? [withCopies(value)] : withParts(value, service, parts);
      }),
    }),
    InputObjectTypeDefinition: (node) => ({ ...withCopies(node), fields: (node.fields ?? []).map(withCopies) }),
  });
}

/** Names of subgraphs by the names of their parts, both as plans have them. */
export function readServices(document: DocumentNode, parts: Parts): ReadonlyMap<string, string> {
  return new Map(
    [...readServiceNames(document)].flatMap(([graph, service]) =>
      morePartsOf(graph, parts).map((part) => [partService(service, part), service] as const),
    ),
  );
}

function withParts(value: EnumValueDefinitionNode, service: string, parts: Parts): EnumValueDefinitionNode[] {
  const graph = value.name.value;
  const more = morePartsOf(graph, parts).map((part) => ({
    ...value,
    name: { kind: Kind.NAME as const, value: partGraph(graph, part) },
    directives: (value.directives ?? []).map((use) =>
      withArgument(use, 'name', { kind: Kind.STRING, value: partService(service, part) }),
    ),
  }));
  return [value, ...more];
}

/** 1, 2, … */
function morePartsOf(graph: string, { moreOf }: Parts): readonly number[] {
  return Array.from({ length: moreOf(graph) }, (_, index) => index + 1);
}

function toPart(use: ConstDirectiveNode, graph: string, part: number): ConstDirectiveNode {
  return toGraph(use, partGraph(graph, part));
}

function isInOnePart(use: ConstDirectiveNode, type: string): boolean {
  return use.name.value !== 'join__field' || textOf(use, 'requires') !== undefined || roots.has(type);
}
