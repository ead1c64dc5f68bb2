import { type DocumentNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import { readLinkedDirectives } from './linked-directives.ts';
import { createRequirementReader } from './read-requirements.ts';
import type { Requirement } from './requirement.ts';

type PlacedField = { readonly own: readonly Requirement[]; readonly type: string };
type PlacedType = {
  readonly own: Set<Requirement>;
  readonly fields: Map<string, PlacedField>;
  readonly implementations: Set<string>;
};

/** All that must be granted before the field may be selected on the type. */
export type FieldRequirements = (type: string, field: string) => ReadonlySet<Requirement>;

/**
 * Reads `@authenticated`, `@requiresScopes` and `@policy` from a supergraph; undefined where none is applied.
 *
 * A field asks for what stands at itself, at the type it is a field of, and at the type it returns. Selected on an
 * interface it also asks for what the same field asks for on each implementation: composition adds that up since
 * 2.14, but a supergraph made before says it of the objects alone, and the object is not known beforehand.
 */
export function readFieldRequirements(supergraph: DocumentNode): FieldRequirements | undefined {
  const types = readTypes(supergraph);
  const isUsed = [...types.values()].some(
    ({ own, fields }) => own.size > 0 || [...fields.values()].some((field) => field.own.length > 0),
  );
  if (!isUsed) return undefined;
  const known = new Map<string, ReadonlySet<Requirement>>();

  function add(type: string, field: string): ReadonlySet<Requirement> {
    const placed = types.get(type);
    const definition = placed?.fields.get(field);
    if (!placed || !definition) return nothing;
    return new Set([
      ...placed.own,
      ...definition.own,
      ...(types.get(definition.type)?.own ?? nothing),
      ...[...placed.implementations].flatMap((implementation) => [...find(implementation, field)]),
    ]);
  }
  function find(type: string, field: string): ReadonlySet<Requirement> {
    const coordinate = `${type}.${field}`;
    const found = known.get(coordinate) ?? add(type, field);
    known.set(coordinate, found);
    return found;
  }
  return find;
}

const nothing: ReadonlySet<Requirement> = new Set();

function readTypes(supergraph: DocumentNode): ReadonlyMap<string, PlacedType> {
  const read = createRequirementReader(readLinkedDirectives(supergraph));
  const types = new Map<string, PlacedType>();
  const typeOf = (name: string): PlacedType => {
    const found = types.get(name) ?? { own: new Set(), fields: new Map(), implementations: new Set() };
    types.set(name, found);
    return found;
  };
  for (const definition of supergraph.definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        for (const { name } of definition.interfaces ?? [])
          typeOf(name.value).implementations.add(definition.name.value);
        for (const field of definition.fields ?? []) {
          const place = `${definition.name.value}.${field.name.value}`;
          typeOf(definition.name.value).fields.set(field.name.value, {
            own: read(place, field.directives),
            type: returnedBy(field),
          });
        }
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_EXTENSION:
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_EXTENSION:
        break;
      default:
        continue;
    }
    const type = typeOf(definition.name.value);
    for (const requirement of read(definition.name.value, definition.directives)) type.own.add(requirement);
  }
  return types;
}

function returnedBy(field: FieldDefinitionNode): string {
  let type: TypeNode = field.type;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type.name.value;
}
