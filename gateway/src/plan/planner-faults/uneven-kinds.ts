import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind } from 'graphql';
import { namedType, type ObjectLike, readObjectTypes, readServiceNames, textOf } from './join-directives.ts';

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

type ServiceOf = (use: ConstDirectiveNode) => string | undefined;

/** Reads what `restore-kinds.ts` has to know from a supergraph. */
export function readKinds(supergraph: DocumentNode): Kinds {
  const names = readServiceNames(supergraph);
  const serviceOf: ServiceOf = (use) => names.get(textOf(use, 'graph') ?? '');
  const members = readMembers(supergraph, serviceOf);
  const types = readObjectTypes(supergraph);
  const leaves = readLeaves(supergraph);
  const fields = new Map([...types.values()].flatMap((node) => knownFields(node, serviceOf)));
  return {
    uneven: new Set([...members].filter(([, known]) => isUneven(known)).map(([name]) => name)),
    isMember: (service, abstractType, type) => members.get(abstractType)?.get(service)?.has(type) === true,
    isLocalLeaf(service, type, field) {
      const known = fields.get(`${type}.${field}`);
      if (!known || !leaves.has(known.type)) return false;
      return known.services?.has(service) ?? isIn(types.get(type), service, serviceOf);
    },
    typeOf: (type, field) => fields.get(`${type}.${field}`)?.type,
  };
}

type Members = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** By union or interface and by subgraph: the members that it has there. */
function readMembers(supergraph: DocumentNode, serviceOf: ServiceOf): Members {
  const members = new Map<string, Map<string, Set<string>>>();
  for (const node of supergraph.definitions) {
    if (!isComposite(node)) continue;
    for (const use of node.directives ?? []) {
      const service = serviceOf(use);
      const [abstractType, member] = membership(node, use);
      if (service === undefined || abstractType === undefined) continue;
      const known = members.get(abstractType) ?? new Map<string, Set<string>>();
      const own = known.get(service) ?? new Set<string>();
      if (member !== undefined) own.add(member);
      members.set(abstractType, known.set(service, own));
    }
  }
  return members;
}

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

function readLeaves(supergraph: DocumentNode): ReadonlySet<string> {
  const own = supergraph.definitions.flatMap((node) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION ? [node.name.value] : [],
  );
  return new Set(['ID', 'String', 'Int', 'Float', 'Boolean', ...own]);
}

/** Arguments of a field's join that say that it is not simply the subgraph's own. */
const elsewhere = ['external', 'requires', 'overrideLabel', 'usedOverridden'];

function knownFields({ name: { value }, fields = [] }: ObjectLike, serviceOf: ServiceOf): [string, KnownField][] {
  return fields.map(({ name, type, directives = [] }) => {
    const uses = directives.filter((use) => use.name.value === 'join__field');
    const own = uses.filter((use) => !elsewhere.some((given) => (textOf(use, given) ?? 'false') !== 'false'));
    const services = uses.length === 0 ? undefined : new Set(own.flatMap((use) => serviceOf(use) ?? []));
    return [`${value}.${name.value}`, { type: namedType(type), services }];
  });
}

function isIn(node: ObjectLike | undefined, service: string, serviceOf: ServiceOf): boolean {
  return node?.directives?.some((use) => use.name.value === 'join__type' && serviceOf(use) === service) === true;
}

function isUneven(known: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return new Set([...known.values()].map((own) => [...own].sort().join())).size > 1;
}
