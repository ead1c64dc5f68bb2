import { type DocumentNode, visit } from 'graphql';
import { eachField, parseFieldSet } from './field-set.ts';
import { namedType, type ObjectLike, type ObjectTypes, readObjectTypes, textOf } from './join-directives.ts';

/**
 * Federation has no subgraph that is said to need a field of another and does not: such a supergraph does not pass its
 * own validation. Of the two prices of `required-variants.ts`, `shipping` needs `price` and `shipping__part1` needs
 * `price__v1`, but copied from one field both are said to need both:
 *
 *     price: Float @join__field(graph: SHIPPING, external: true) @join__field(graph: SHIPPING__PART1, external: true)
 *
 * What no key, `@requires` or `@provides` of a subgraph names, and no interface asks for, is left out.
 */
export function dropUnusedExternals(document: DocumentNode): DocumentNode {
  const types = readObjectTypes(document);
  const used = findUsed(types);
  const drop = <Node extends ObjectLike>(node: Node): Node => ({
    ...node,
    fields: (node.fields ?? []).map((field) => ({
      ...field,
      directives: (field.directives ?? []).filter(
        (use) =>
          textOf(use, 'external') !== 'true' ||
          used.has(`${textOf(use, 'graph')} ${node.name.value}.${field.name.value}`) ||
          isOfInterface(node, field.name.value, types),
      ),
    })),
  });
  return visit(document, { ObjectTypeDefinition: drop, InterfaceTypeDefinition: drop });
}

/** Each `GRAPH Type.field` that a key, `@requires` or `@provides` of the subgraph names. */
function findUsed(types: ObjectTypes): ReadonlySet<string> {
  const used = new Set<string>();
  const note = (graph: string | undefined, set: string | undefined, type: string) => {
    if (set !== undefined) eachField(parseFieldSet(set), type, types, (key) => used.add(`${graph} ${key}`));
  };
  for (const [type, { directives = [], fields = [] }] of types) {
    for (const use of directives) note(textOf(use, 'graph'), textOf(use, 'key'), type);
    for (const field of fields) {
      for (const use of field.directives ?? []) {
        note(textOf(use, 'graph'), textOf(use, 'requires'), type);
        note(textOf(use, 'graph'), textOf(use, 'provides'), namedType(field.type));
      }
    }
  }
  return used;
}

function isOfInterface(node: ObjectLike, field: string, types: ObjectTypes): boolean {
  return (node.interfaces ?? []).some(({ name }) =>
    types.get(name.value)?.fields?.some((given) => given.name.value === field),
  );
}
