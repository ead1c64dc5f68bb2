import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  print,
  visit,
} from 'graphql';
import { argumentsText, eachField, parseFieldSet } from './field-set.ts';
import { type ObjectLike, type ObjectTypes, textOf, toGraph, withArgument } from './join-directives.ts';
import type { RequiredVariants } from './required-variants.ts';
import { partGraph, type SubgraphParts } from './subgraph-parts.ts';

/** Gives each variant a field, and each field that requires some their names and a part of its subgraph. */
export function writeVariants(
  document: DocumentNode,
  types: ObjectTypes,
  variants: RequiredVariants,
  { partOf }: Pick<SubgraphParts, 'partOf'>,
): DocumentNode {
  const writeField = (type: string, field: FieldDefinitionNode): FieldDefinitionNode[] => {
    const name = field.name.value;
    const writeUse = (use: ConstDirectiveNode): ConstDirectiveNode => {
      const requires = textOf(use, 'requires');
      const graph = textOf(use, 'graph');
      if (use.name.value !== 'join__field' || graph === undefined || requires === undefined) return use;
      const value = renameVariants(requires, type, types, variants);
      const renamed = withArgument(use, 'requires', { kind: Kind.STRING, value });
      return toGraph(renamed, partGraph(graph, partOf(graph, type, name)));
    };
    const own = { ...field, directives: (field.directives ?? []).map(writeUse) };
    const others = [...(variants.get(`${type}.${name}`)?.values() ?? [])].filter((other) => other !== name);
    return [own, ...others.map((value) => ({ ...own, name: { kind: Kind.NAME as const, value } }))];
  };
  const writeType = <Node extends ObjectLike>(node: Node): Node => ({
    ...node,
    fields: (node.fields ?? []).flatMap((field) => writeField(node.name.value, field)),
  });
  return visit(document, { ObjectTypeDefinition: writeType, InterfaceTypeDefinition: writeType });
}

function renameVariants(requires: string, type: string, types: ObjectTypes, variants: RequiredVariants): string {
  const set = parseFieldSet(requires);
  const names = new Map<FieldNode, string>();
  eachField(set, type, types, (key, node) => {
    const name = variants.get(key)?.get(argumentsText(node));
    if (name !== undefined) names.set(node, name);
  });
  const renamed = visit(set, {
    Field: {
      enter(node) {
        const value = names.get(node);
        return value === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value } };
      },
    },
  });
  return renamed.selections.map(print).join(' ');
}
