import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, type TypeNode } from 'graphql';

/** Which subgraph knows which members of a union or interface, and what it has of them. */
export type Kinds = {
  /** Unions and interfaces whose members are not the same everywhere. */
  readonly uneven: ReadonlySet<string>;
  isMember(service: string, abstractType: string, type: string): boolean;
  /** Whether the subgraph itself has this field, and it is a leaf. */
  isLocalLeaf(service: string, type: string, field: string): boolean;
  /** The named type of a field. */
  typeOf(type: string, field: string): string | undefined;
};

type KnownField = {
  readonly type: string;
  /** The subgraphs that have it; undefined: all that have the type. */
  readonly services: ReadonlySet<string> | undefined;
};

export function readKinds(supergraph: DocumentNode): Kinds {
  const serviceOf = readServices(supergraph);
  const members = new Map<string, Map<string, Set<string>>>();
  const typesIn = new Map<string, Set<string>>();
  const fields = new Map<string, KnownField>();
  const leaves = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);

  for (const node of supergraph.definitions) {
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION)
      leaves.add(node.name.value);
    if (!isComposite(node)) continue;
    const type = node.name.value;
    for (const use of node.directives ?? []) {
      const service = serviceOf(use);
      if (service === undefined) continue;
      if (use.name.value === 'join__type') add(typesIn, type, service);
      const [abstractType, member] = membership(node, use);
      if (abstractType !== undefined) addMember(members, abstractType, service, member);
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) continue;
    for (const { name, type: fieldType, directives = [] } of node.fields ?? []) {
      const uses = directives.filter((use) => use.name.value === 'join__field');
      const own = uses.filter((use) => !elsewhere.some((given) => (textOf(use, given) ?? 'false') !== 'false'));
      const services = uses.length === 0 ? undefined : new Set(own.flatMap((use) => serviceOf(use) ?? []));
      fields.set(`${type}.${name.value}`, { type: namedType(fieldType), services });
    }
  }

  return {
    uneven: new Set([...members].filter(([, known]) => isUneven(known)).map(([name]) => name)),
    isMember: (service, abstractType, type) => members.get(abstractType)?.get(service)?.has(type) === true,
    isLocalLeaf(service, type, field) {
      const known = fields.get(`${type}.${field}`);
      if (!known || !leaves.has(known.type)) return false;
      return (known.services ?? typesIn.get(type))?.has(service) === true;
    },
    typeOf: (type, field) => fields.get(`${type}.${field}`)?.type,
  };
}

/** Arguments of a field's join that say that it is not simply the subgraph's own. */
const elsewhere = ['external', 'requires', 'overrideLabel', 'usedOverridden'];

type Composite = Extract<
  DefinitionNode,
  { kind: `${Kind.UNION_TYPE_DEFINITION | Kind.OBJECT_TYPE_DEFINITION | Kind.INTERFACE_TYPE_DEFINITION}` }
>;

function isComposite(node: DefinitionNode): node is Composite {
  const { kind } = node;
  return (
    kind === Kind.UNION_TYPE_DEFINITION ||
    kind === Kind.OBJECT_TYPE_DEFINITION ||
    kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

/** The union or interface that a directive tells of, and the member that it has in that subgraph. */
function membership(node: Composite, use: ConstDirectiveNode): readonly (string | undefined)[] {
  const type = node.name.value;
  if (use.name.value === 'join__unionMember') return [type, textOf(use, 'member')];
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION) {
    return use.name.value === 'join__implements' ? [textOf(use, 'interface'), type] : [];
  }
  return use.name.value === 'join__type' ? [type] : [];
}

function readServices(supergraph: DocumentNode): (use: ConstDirectiveNode) => string | undefined {
  const names = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const { name, directives = [] } of node.values ?? []) {
      const use = directives.find((given) => given.name.value === 'join__graph');
      names.set(name.value, (use && textOf(use, 'name')) ?? name.value);
    }
  }
  return (use) => names.get(textOf(use, 'graph') ?? '');
}

function addMember(
  members: Map<string, Map<string, Set<string>>>,
  type: string,
  service: string,
  member?: string,
): void {
  const known = members.get(type) ?? new Map<string, Set<string>>();
  members.set(type, known.set(service, known.get(service) ?? new Set()));
  if (member !== undefined) add(known, service, member);
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value));
}

function isUneven(known: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return new Set([...known.values()].map((own) => [...own].sort().join())).size > 1;
}

function textOf(use: ConstDirectiveNode, name: string): string | undefined {
  const value = use.arguments?.find((given) => given.name.value === name)?.value;
  if (value?.kind === Kind.BOOLEAN) return String(value.value);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
