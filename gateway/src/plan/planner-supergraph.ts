import type { DefinitionNode, InterfaceTypeDefinitionNode } from 'graphql';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';

/**
 * The supergraph as Apollo's planner plans it rightly. It takes a key that a subgraph cannot be asked by for one that
 * it can; and it takes one field that is required with several arguments for one field. So the former are taken out,
 * and the latter become fields of their own, in subgraphs of their own where one would have to be given both.
 */
export type PlannerSupergraph = {
  readonly document: DocumentNode;
  /** Names of the planner's subgraphs that are parts of others. */
  readonly services: ReadonlyMap<string, string>;
  /** Names of the planner's fields that are others, with arguments. */
  readonly fields: ReadonlyMap<string, string>;
};

type ObjectLike = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Requiring = {
  readonly graph: string;
  readonly type: string;
  readonly field: string;
  /** `Type.field` with the arguments it is required with. */
  readonly needs: ReadonlyMap<string, string>;
};

export function toPlannerSupergraph(supergraph: DocumentNode): PlannerSupergraph {
  const document = withoutDeadKeys(supergraph);
  const types = new Map<string, ObjectLike>();
  for (const definition of document.definitions)
    if (isObjectLike(definition)) types.set(definition.name.value, definition);
  const requirings = [...findRequirings(types)];
  const variants = nameVariants(requirings);
  const fields = new Map<string, string>();
  for (const [key, byArguments] of variants) {
    for (const name of byArguments.values()) if (name !== nameIn(key)) fields.set(name, nameIn(key));
  }
  if (fields.size === 0) return { document, services: new Map(), fields };
  const parts = partition(requirings, variants);
  const services = new Map<string, string>();
  const rebuilt = rebuild(document, types, variants, parts, services);
  return { document: withoutUnusedExternals(rebuilt), services, fields };
}

function isObjectLike(node: DefinitionNode): node is ObjectLike {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** A key that cannot be resolved is of no use to the planner where the subgraph has one that can. */
function withoutDeadKeys(supergraph: DocumentNode): DocumentNode {
  const strip = <Node extends ObjectLike>(node: Node): Node | undefined => {
    const directives = node.directives ?? [];
    const live = new Set(
      directives
        .filter((use) => use.name.value === 'join__type' && stringIn(use, 'key') !== undefined && !isDead(use))
        .map((use) => stringIn(use, 'graph')),
    );
    const kept = directives.filter((use) => !(isDead(use) && live.has(stringIn(use, 'graph'))));
    // Undefined leaves the document as it is, and then it need not be built a second time.
    return kept.length === directives.length ? undefined : { ...node, directives: kept };
  };
  return visit(supergraph, { ObjectTypeDefinition: strip, InterfaceTypeDefinition: strip });
}

function isDead(use: ConstDirectiveNode): boolean {
  return (
    use.name.value === 'join__type' &&
    argument(use, 'resolvable')?.kind === Kind.BOOLEAN &&
    stringIn(use, 'resolvable') === 'false'
  );
}

function argument(use: ConstDirectiveNode, name: string) {
  return use.arguments?.find((given) => given.name.value === name)?.value;
}

function stringIn(use: ConstDirectiveNode, name: string): string | undefined {
  const value = argument(use, name);
  if (value?.kind === Kind.BOOLEAN) return String(value.value);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function* findRequirings(types: ReadonlyMap<string, ObjectLike>): Generator<Requiring> {
  for (const [type, { fields = [] }] of types) {
    for (const field of fields) {
      for (const use of field.directives ?? []) {
        const requires = stringIn(use, 'requires');
        const graph = stringIn(use, 'graph');
        if (requires === undefined || graph === undefined) continue;
        const needs = new Map<string, string>();
        eachField(fieldSet(requires), type, types, (key, node) => {
          if (node.arguments?.length) needs.set(key, node.arguments.map(print).sort().join());
        });
        yield { graph, type, field: field.name.value, needs };
      }
    }
  }
}

function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${text} is no set of fields`);
  return definition.selectionSet;
}

type FieldIn = Extract<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>;

function eachField(
  set: SelectionSetNode,
  type: string,
  types: ReadonlyMap<string, ObjectLike>,
  see: (key: string, node: FieldIn) => void,
): void {
  for (const node of set.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      eachField(node.selectionSet, node.typeCondition?.name.value ?? type, types, see);
    } else if (node.kind === Kind.FIELD) {
      see(`${type}.${node.name.value}`, node);
      const below = types.get(type)?.fields?.find(({ name }) => name.value === node.name.value);
      if (node.selectionSet && below) eachField(node.selectionSet, namedType(below.type), types, see);
    }
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function nameIn(key: string): string {
  return key.slice(key.indexOf('.') + 1);
}

/** For each field that is required with several arguments: a name for each. The first keeps its own. */
function nameVariants(requirings: readonly Requiring[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const all = new Map<string, Map<string, string>>();
  for (const { needs } of requirings) {
    for (const [key, args] of needs) {
      const known = all.get(key) ?? new Map<string, string>();
      if (!known.has(args)) known.set(args, known.size === 0 ? nameIn(key) : `${nameIn(key)}__v${known.size}`);
      all.set(key, known);
    }
  }
  return new Map([...all].filter(([, variants]) => variants.size > 1));
}

/** Which part of its subgraph each field goes to; 0 is the subgraph itself. */
function partition(requirings: readonly Requiring[], variants: ReadonlyMap<string, unknown>): Map<string, number> {
  const parts = new Map<string, number>();
  const taken = new Map<string, Map<string, string>[]>();
  for (const { graph, type, field, needs } of requirings) {
    const split = [...needs].filter(([key]) => variants.has(key));
    const known = taken.get(graph) ?? [];
    taken.set(graph, known);
    let part = known.findIndex((given) => split.every(([key, args]) => (given.get(key) ?? args) === args));
    if (part < 0) part = known.push(new Map()) - 1;
    for (const [key, args] of split) known[part]?.set(key, args);
    parts.set(`${graph} ${type}.${field}`, split.length === 0 ? 0 : part);
  }
  return parts;
}

function rebuild(
  document: DocumentNode,
  types: ReadonlyMap<string, ObjectLike>,
  variants: ReadonlyMap<string, ReadonlyMap<string, string>>,
  parts: ReadonlyMap<string, number>,
  services: Map<string, string>,
): DocumentNode {
  const copies = new Map<string, number>();
  for (const [place, part] of parts) {
    const graph = place.slice(0, place.indexOf(' '));
    copies.set(graph, Math.max(copies.get(graph) ?? 0, part));
  }
  const copyGraph = (use: ConstDirectiveNode): ConstDirectiveNode[] => {
    const graph = stringIn(use, 'graph');
    const count = graph === undefined ? 0 : (copies.get(graph) ?? 0);
    return [use, ...Array.from({ length: count }, (_, index) => toGraph(use, `${graph}__PART${index + 1}`))];
  };
  const withCopies = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: Node): Node => ({
    ...node,
    directives: (node.directives ?? []).flatMap(copyGraph),
  });
  const roots = new Set(['Query', 'Mutation', 'Subscription']);

  const rebuildField = (type: string, field: FieldDefinitionNode): FieldDefinitionNode[] => {
    const directives = (field.directives ?? []).flatMap((use) => {
      const requires = stringIn(use, 'requires');
      const graph = stringIn(use, 'graph');
      if (use.name.value !== 'join__field' || graph === undefined) return [use];
      if (requires === undefined) return roots.has(type) ? [use] : copyGraph(use);
      const part = parts.get(`${graph} ${type}.${field.name.value}`) ?? 0;
      const renamed = withRequires(use, renameVariants(requires, type, types, variants));
      return [part === 0 ? renamed : toGraph(renamed, `${graph}__PART${part}`)];
    });
    const own = { ...field, directives };
    const others = [...(variants.get(`${type}.${field.name.value}`)?.values() ?? [])].filter(
      (name) => name !== field.name.value,
    );
    return [own, ...others.map((value) => ({ ...own, name: { kind: Kind.NAME as const, value } }))];
  };
  const rebuildType = <Node extends ObjectLike>(node: Node): Node => ({
    ...withCopies(node),
    fields: (node.fields ?? []).flatMap((field) => rebuildField(node.name.value, field)),
  });
  const rebuildEnum = (node: EnumTypeDefinitionNode): EnumTypeDefinitionNode => ({
    ...withCopies(node),
    values: (node.values ?? []).flatMap((value) => {
      if (node.name.value !== 'join__Graph') return [withCopies(value)];
      const graph = value.name.value;
      const use = value.directives?.find(({ name }) => name.value === 'join__graph');
      const name = use && stringIn(use, 'name');
      const more = Array.from({ length: copies.get(graph) ?? 0 }, (_, index) => {
        const service = `${name}__part${index + 1}`;
        services.set(service, name ?? graph);
        return {
          ...value,
          name: { kind: Kind.NAME as const, value: `${graph}__PART${index + 1}` },
          directives: (value.directives ?? []).map((given) => replaceString(given, 'name', service)),
        };
      });
      return [value, ...more];
    }),
  });
  return visit(document, {
    ObjectTypeDefinition: rebuildType,
    InterfaceTypeDefinition: rebuildType,
    UnionTypeDefinition: withCopies,
    ScalarTypeDefinition: withCopies,
    EnumTypeDefinition: rebuildEnum,
    InputObjectTypeDefinition: (node) => ({
      ...withCopies(node),
      fields: (node.fields ?? []).map(withCopies),
    }),
  });
}

function toGraph(use: ConstDirectiveNode, graph: string): ConstDirectiveNode {
  return {
    ...use,
    arguments: (use.arguments ?? []).map((given) =>
      given.name.value === 'graph' ? { ...given, value: { kind: Kind.ENUM, value: graph } } : given,
    ),
  };
}

function replaceString(use: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  return {
    ...use,
    arguments: (use.arguments ?? []).map((given) =>
      given.name.value === name ? { ...given, value: { kind: Kind.STRING, value } } : given,
    ),
  };
}

function withRequires(use: ConstDirectiveNode, requires: string): ConstDirectiveNode {
  return replaceString(use, 'requires', requires);
}

function renameVariants(
  requires: string,
  type: string,
  types: ReadonlyMap<string, ObjectLike>,
  variants: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string {
  const set = fieldSet(requires);
  const names = new Map<FieldIn, string>();
  eachField(set, type, types, (key, node) => {
    const name = variants.get(key)?.get((node.arguments ?? []).map(print).sort().join());
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

/** What a subgraph neither has nor needs may not stand in it; a field that it needed may now be one of its others. */
function withoutUnusedExternals(document: DocumentNode): DocumentNode {
  const types = new Map<string, ObjectLike>();
  for (const definition of document.definitions)
    if (isObjectLike(definition)) types.set(definition.name.value, definition);
  const used = new Set<string>();
  const note = (graph: string | undefined, set: string | undefined, type: string) => {
    if (set !== undefined) eachField(fieldSet(set), type, types, (key) => used.add(`${graph} ${key}`));
  };
  for (const [type, { directives = [], fields = [] }] of types) {
    for (const use of directives) note(stringIn(use, 'graph'), stringIn(use, 'key'), type);
    for (const field of fields) {
      for (const use of field.directives ?? []) {
        note(stringIn(use, 'graph'), stringIn(use, 'requires'), type);
        note(stringIn(use, 'graph'), stringIn(use, 'provides'), namedType(field.type));
      }
    }
  }
  const isInherited = (node: ObjectLike, field: string) =>
    (node.interfaces ?? []).some(({ name }) =>
      types.get(name.value)?.fields?.some((given) => given.name.value === field),
    );
  const prune = <Node extends ObjectLike>(node: Node): Node => ({
    ...node,
    fields: (node.fields ?? []).map((field) => ({
      ...field,
      directives: (field.directives ?? []).filter(
        (use) =>
          stringIn(use, 'external') !== 'true' ||
          used.has(`${stringIn(use, 'graph')} ${node.name.value}.${field.name.value}`) ||
          isInherited(node, field.name.value),
      ),
    })),
  });
  return visit(document, { ObjectTypeDefinition: prune, InterfaceTypeDefinition: prune });
}
