import { type DocumentNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import { type LiveNames, readLiveNames } from './linked-names.ts';
import { quoted, snapshotProblems } from './snapshot-rules.ts';
import { applied, readSupergraphFields, type SupergraphFields } from './supergraph-fields.ts';
import { canCollide, parseTopic, type TopicTemplate, variablesOf } from './topic-template.ts';

/** What `@live` says of one subscription field. */
export type LiveField = {
  readonly field: string;
  /** The topic's name, with the field's arguments in braces. */
  readonly topic: string;
  /** The query field whose answer is the first event. */
  readonly snapshot: string;
  /** SHARED: all who passed the snapshot receive the same events. */
  readonly scope: 'SHARED' | 'VIEWER';
  /** Whether events are whole states, so that a slow client may be given the newest alone. */
  readonly skips: boolean;
  /** The subgraph that owns field and snapshot, and whose data the events carry. */
  readonly subgraph: string;
};

export type LiveFields = {
  readonly fields: readonly LiveField[];
  /** Sentences that name subgraph, field and what is wrong; empty where the supergraph can be served. */
  readonly problems: readonly string[];
};

type Candidate = Omit<LiveField, 'scope'> & { readonly type: string; readonly template: TopicTemplate };

/** Every rule of `@live` over a whole supergraph: composition and gateway refuse the same for the same reasons. */
export function readLiveFields(document: DocumentNode): LiveFields {
  const names = readLiveNames(document);
  // A graph that knows nothing of the specification has subscriptions for somebody else.
  if (!names) return { fields: [], problems: [] };
  const supergraph = readSupergraphFields(document);
  const fields: LiveField[] = [];
  const candidates: Candidate[] = [];
  const problems: string[] = misplaced(supergraph, names);
  for (const field of supergraph.fieldsOf(supergraph.subscriptionType)) {
    const owners = supergraph.ownersOf(supergraph.subscriptionType ?? '', field);
    const found: string[] = [];
    const read = readField(supergraph, names, field, owners, found);
    const place = `[${owners.join(', ')}] ${supergraph.subscriptionType}.${field.name.value}`;
    problems.push(...found.map((problem) => `${place}: ${problem}`));
    if (!read) continue;
    candidates.push(read.candidate);
    if (found.length === 0) fields.push(read.live);
  }
  return { fields, problems: [...problems, ...collisions(candidates)] };
}

function misplaced(supergraph: SupergraphFields, { live }: LiveNames): string[] {
  return supergraph.typeNames
    .filter((typeName) => typeName !== supergraph.subscriptionType)
    .flatMap((typeName) =>
      supergraph
        .fieldsOf(typeName)
        .filter(({ directives }) => applied(directives, live).length > 0)
        .map((field) => {
          const place = `[${supergraph.ownersOf(typeName, field).join(', ')}] ${typeName}.${field.name.value}`;
          return `${place}: @${live} stands on a field that is no subscription; only those have topics`;
        }),
    );
}

function readField(
  supergraph: SupergraphFields,
  { live }: LiveNames,
  field: FieldDefinitionNode,
  owners: readonly string[],
  problems: string[],
): { readonly live: LiveField; readonly candidate: Candidate } | undefined {
  const [told] = applied(field.directives, live);
  if (!told) {
    problems.push(
      `has no @${live}, which is all the gateway knows of how to serve a subscription (@composeDirective carries it here)`,
    );
    return undefined;
  }
  const { topic, snapshot, scope = 'SHARED', skips = true } = told;
  if (typeof topic !== 'string' || typeof snapshot !== 'string' || typeof skips !== 'boolean') {
    problems.push(`@${live} needs a topic and a snapshot`);
    return undefined;
  }
  const [subgraph] = owners;
  if (subgraph === undefined || owners.length > 1) {
    problems.push(`is owned by ${quoted(owners) || 'no subgraph'}: its events can come from one alone`);
    return undefined;
  }
  const isKnownScope = scope === 'SHARED' || scope === 'VIEWER';
  if (!isKnownScope) problems.push(`its scope ${String(scope)} is neither SHARED nor VIEWER`);
  problems.push(...snapshotProblems(supergraph, field, subgraph, snapshot));
  const template = readTemplate(supergraph, field, topic, problems);
  if (!template || !isKnownScope) return undefined;
  const read = { field: field.name.value, topic, snapshot, skips, subgraph };
  return { live: { ...read, scope }, candidate: { ...read, template, type: nameOfType(field.type) } };
}

function readTemplate(
  supergraph: SupergraphFields,
  field: FieldDefinitionNode,
  topic: string,
  problems: string[],
): TopicTemplate | undefined {
  try {
    const template = parseTopic(topic);
    for (const variable of variablesOf(template)) {
      const reason = whyNoName(supergraph, field, variable);
      if (reason) problems.push(`its topic "${topic}" names {${variable}}, ${reason}`);
    }
    return template;
  } catch (error) {
    problems.push(`its topic "${topic}" ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Types whose values are written in one way only: not so numbers with a fraction, and scalars of one's own. */
const namingTypes = new Set(['ID', 'String', 'Int', 'Boolean']);

function whyNoName(supergraph: SupergraphFields, field: FieldDefinitionNode, variable: string): string | undefined {
  const type = field.arguments?.find(({ name }) => name.value === variable)?.type;
  if (!type) return 'which is no argument of it';
  if (type.kind !== Kind.NON_NULL_TYPE) return 'which may be null, and so cannot be part of a name';
  if (type.type.kind === Kind.LIST_TYPE) return 'which is a list, and so cannot be part of a name';
  const name = type.type.name.value;
  if (namingTypes.has(name) || supergraph.isEnum(name)) return undefined;
  return `which is of the type ${name}; only ${[...namingTypes].join(', ')} and enums can be part of a name`;
}

/** Whoever listens to one of them could be given the events of the other. */
function collisions(candidates: readonly Candidate[]): readonly string[] {
  return candidates.flatMap((one, at) =>
    candidates
      .slice(at + 1)
      .filter((other) => one.type !== other.type && canCollide(one.template, other.template))
      .map(
        (other) =>
          `[${one.subgraph}, ${other.subgraph}] ${one.field} and ${other.field}: their topics "${one.topic}" and "${other.topic}" can have the same name, and their types ${one.type} and ${other.type} differ`,
      ),
  );
}

/** With its lists: an event of a list is no event of an entry. */
function nameOfType(type: TypeNode): string {
  if (type.kind === Kind.NON_NULL_TYPE) return nameOfType(type.type);
  return type.kind === Kind.LIST_TYPE ? `[${nameOfType(type.type)}]` : type.name.value;
}
