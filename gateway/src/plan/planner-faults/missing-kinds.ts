import { type InlineFragmentNode, Kind, type SelectionSetNode } from 'graphql';
import { type ClientOperation, fieldsOf, responseKey } from './client-selections.ts';
import type { Kinds } from './uneven-kinds.ts';

/**
 * What a fetch of `service` leaves out of what the client wants of members of a union or interface, though the service
 * knows them and has the field itself. Fields with arguments or directives stay out: they would bring variables along.
 */
export function findMissing(
  set: SelectionSetNode,
  abstractType: string,
  wanted: readonly SelectionSetNode[],
  service: string,
  { fragments }: Pick<ClientOperation, 'fragments'>,
  kinds: Pick<Kinds, 'isMember' | 'isLocalLeaf'>,
): readonly InlineFragmentNode[] {
  const present = new Set<string>();
  for (const { field, condition } of fieldsOf(set, fragments)) present.add(`${condition} ${responseKey(field)}`);
  const missing: InlineFragmentNode[] = [];
  for (const { field, condition } of wanted.flatMap((one) => [...fieldsOf(one, fragments)])) {
    if (condition === undefined || !kinds.isMember(service, abstractType, condition)) continue;
    const place = `${condition} ${responseKey(field)}`;
    if (present.has(place) || present.has(`undefined ${responseKey(field)}`)) continue;
    if (field.directives?.length || field.arguments?.length) continue;
    if (!kinds.isLocalLeaf(service, condition, field.name.value)) continue;
    present.add(place);
    missing.push({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
    });
  }
  return missing;
}
