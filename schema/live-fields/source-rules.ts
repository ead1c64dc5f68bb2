import { type DocumentNode, type FieldDefinitionNode, Kind, OperationTypeNode, parse, print } from 'graphql';
import { readLiveNames } from './linked-names.ts';
import { quoted } from './snapshot-rules.ts';
import { applied, rootTypeOf } from './supergraph-fields.ts';

export type SubgraphSource = { readonly name: string; readonly typeDefs: DocumentNode };

type Place = { readonly subgraph: string; readonly text: string; readonly isSame: boolean };

/**
 * What composition would settle by itself and so hide: a field that two subgraphs describe differently has in the
 * supergraph the directives of whichever comes first, even where the other one answers it (`@override`).
 */
export function checkLiveSources(subgraphs: readonly SubgraphSource[]): readonly string[] {
  const live = new Map<string, Place[]>();
  const same = new Map<string, Place[]>();
  for (const { name, typeDefs } of subgraphs) {
    const names = readLiveNames(typeDefs);
    const root = rootTypeOf(typeDefs, OperationTypeNode.SUBSCRIPTION) ?? 'Subscription';
    for (const { typeName, field, isEntityField } of resolvedFields(typeDefs)) {
      const isSame = names !== undefined && applied(field.directives, names.sameForEveryone).length > 0;
      const place = { subgraph: name, text: describe(field, names?.live), isSame };
      if (typeName === root) add(live, `Subscription.${field.name.value}`, place);
      if (isEntityField) add(same, `${typeName}.${field.name.value}`, place);
    }
  }
  return [...describedDifferently(live), ...halfMarked(same)];
}

function describedDifferently(fields: ReadonlyMap<string, readonly Place[]>): readonly string[] {
  return [...fields].flatMap(([field, places]) => {
    if (new Set(places.map(({ text }) => text)).size < 2) return [];
    const told = places.map(({ subgraph, text }) => `"${subgraph}" says ${text}`).join(', ');
    return [`[${places.map(({ subgraph }) => subgraph).join(', ')}] ${field}: is defined differently: ${told}`];
  });
}

function halfMarked(fields: ReadonlyMap<string, readonly Place[]>): readonly string[] {
  return [...fields].flatMap(([field, places]) => {
    const [marked, bare] = [true, false].map((isSame) =>
      places.filter((place) => place.isSame === isSame).map(({ subgraph }) => subgraph),
    );
    if (!marked?.length || !bare?.length) return [];
    return [
      `[${bare.join(', ')}] ${field}: is @sameForEveryone in ${quoted(marked)} and not in ${quoted(bare)}; any of them may be asked for it`,
    ];
  });
}

function describe(field: FieldDefinitionNode, live: string | undefined): string {
  const told = field.directives?.filter(({ name }) => name.value === live) ?? [];
  const parameters = (field.arguments ?? []).map(({ name, type, defaultValue }) =>
    print({ kind: Kind.INPUT_VALUE_DEFINITION, name, type, ...(defaultValue && { defaultValue }) }),
  );
  const said = told.map((directive) => {
    const sorted = [...(directive.arguments ?? [])].sort((a, b) => a.name.value.localeCompare(b.name.value));
    return ` ${print({ ...directive, arguments: sorted })}`;
  });
  const asked = parameters.length === 0 ? '' : `(${parameters.sort().join(', ')})`;
  return `${field.name.value}${asked}: ${print(field.type)}${said.join('')}`;
}

type ResolvedField = {
  readonly typeName: string;
  readonly field: FieldDefinitionNode;
  /** Not part of a key: what names an entity is told by every subgraph that refers to it. */
  readonly isEntityField: boolean;
};

/** Fields that the subgraph answers by itself. */
function resolvedFields(typeDefs: DocumentNode): readonly ResolvedField[] {
  const types = typeDefs.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.OBJECT_TYPE_EXTENSION ||
    node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    node.kind === Kind.INTERFACE_TYPE_EXTENSION
      ? [{ typeName: node.name.value, fields: node.fields ?? [], directives: node.directives ?? [] }]
      : [],
  );
  const keys = new Map<string, Set<string>>();
  for (const { typeName, directives } of types) {
    const names = applied(directives, 'key').flatMap(({ fields }) => topNames(String(fields)));
    keys.set(typeName, new Set([...(keys.get(typeName) ?? []), ...names]));
  }
  return types.flatMap(({ typeName, fields, directives }) =>
    fields
      .filter((field) => applied([...directives, ...(field.directives ?? [])], 'external').length === 0)
      .map((field) => ({ typeName, field, isEntityField: !keys.get(typeName)?.has(field.name.value) })),
  );
}

function topNames(fieldSet: string): readonly string[] {
  const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
}

function add(places: Map<string, Place[]>, field: string, place: Place): void {
  const found = places.get(field);
  if (found) found.push(place);
  else places.set(field, [place]);
}
