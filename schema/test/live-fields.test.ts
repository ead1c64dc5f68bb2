import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { composeSubgraphs } from '../compose-supergraph.ts';
import { type LiveField, readLiveFields, topicName } from '../live-fields/index.ts';

const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@override", "@external", "@inaccessible", "@composeDirective"])
    @link(url: "https://lectern.dev/live/v1.0", import: ["@live", "@sameForEveryone"])
    @composeDirective(name: "@live")
    @composeDirective(name: "@sameForEveryone")
  directive @live(topic: String!, snapshot: String!, scope: String! = "SHARED", skips: Boolean! = true) on FIELD_DEFINITION
  directive @sameForEveryone on FIELD_DEFINITION
`;

const berth = `
  type Berth @key(fields: "id") { id: ID! depth: Int @shareable }
  enum Side { PORT STARBOARD }
  input Place { quay: ID! }
`;

type Sources = Readonly<Record<string, string>>;

function compose(sources: Sources) {
  return composeSubgraphs(
    Object.entries(sources).map(([name, sdl]) => ({ name, url: `http://${name}.test/`, typeDefs: parse(link + sdl) })),
  );
}

/** A harbour of one subgraph, with these fields of the two roots. */
function harbour(subscription: string, query: string, more: Sources = {}): Sources {
  return { port: `${berth} type Query { ${query} } type Subscription { ${subscription} }`, ...more };
}

const byId = 'berth(id: ID!): Berth';
const live = (field: string, topic: string, rest = 'snapshot: "berth"') => `${field} @live(topic: "${topic}", ${rest})`;

describe('a subscription field composes', () => {
  const fine: readonly (readonly [string, Sources])[] = [
    [
      'with a topic of no, one and two variables',
      harbour(
        `${live('tide: Int', 'tide', 'snapshot: "tide"')}
       ${live('berth(id: ID!): Berth', 'berth.{id}')}
       ${live('side(id: ID!, side: Side! = PORT): Int', 'side.{id}.{side}', 'snapshot: "side"')}`,
        `${byId} tide: Int side(id: ID!, side: Side! = PORT): Int`,
      ),
    ],
    [
      'whose snapshot rules out nulls that the subscription allows',
      harbour(live('berths(id: ID!): [Berth]', 'berths.{id}', 'snapshot: "berths"'), 'berths(id: ID!): [Berth!]!'),
    ],
    [
      'whose snapshot takes more than the subscription gives',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), 'berth(id: ID, at: Int, in: Int! = 3): Berth'),
    ],
    [
      'whose topic another field of the same type has too',
      harbour(`${live('a(id: ID!): Berth', 'berth.{id}')} ${live('b(id: ID!): Berth', 'berth.{id}')}`, byId),
    ],
    [
      'whose topic begins like that of another type',
      harbour(
        `${live('a(id: ID!): Berth', 'berth.{id}')} ${live('b(id: ID!): Int', 'berth.{id}.depth', 'snapshot: "depth"')}`,
        `${byId} depth(id: ID!): Int`,
      ),
    ],
    [
      'that moves to another subgraph and stays what it is',
      {
        old: `type Query { tide: Int } type Subscription { ${live('tide: Int', 'tide', 'snapshot: "tide"')} }`,
        port: `type Query { tide: Int @override(from: "old") }
        type Subscription { tide: Int @override(from: "old") @live(snapshot: "tide", topic: "tide") }`,
      },
    ],
  ];
  it.each(fine)('%s', (_what, sources) => {
    expect(compose(sources)).toEqual({ supergraph: expect.stringContaining('@live') });
  });
});

describe('composition names subgraph, field and reason when', () => {
  const two = (subscription: string, query: string, other: string) =>
    harbour(subscription, query, { fleet: `${berth} ${other}` });
  const wrong: readonly (readonly [string, Sources, string])[] = [
    [
      'a topic variable is no argument',
      harbour(live('berth(id: ID!): Berth', 'berth.{ship}'), byId),
      '[port] Subscription.berth: its topic "berth.{ship}" names {ship}, which is no argument of it',
    ],
    [
      'a topic variable may be null',
      harbour(live('berth(id: ID): Berth', 'berth.{id}'), 'berth(id: ID): Berth'),
      'names {id}, which may be null',
    ],
    [
      'a topic variable has a default and may be null all the same',
      harbour(live('berth(id: ID = 1): Berth', 'berth.{id}'), 'berth(id: ID = 1): Berth'),
      'names {id}, which may be null',
    ],
    [
      'a topic variable is a list',
      harbour(live('berth(id: [ID!]!): Berth', 'berth.{id}'), 'berth(id: [ID!]!): Berth'),
      'names {id}, which is a list',
    ],
    [
      'a topic variable is an input object',
      harbour(live('berth(at: Place!): Berth', 'berth.{at}'), 'berth(at: Place!): Berth'),
      'names {at}, which is of the type Place',
    ],
    [
      'a topic variable has values that can be written in several ways',
      harbour(live('berth(at: Float!): Berth', 'berth.{at}'), 'berth(at: Float!): Berth'),
      'names {at}, which is of the type Float',
    ],
    [
      'a brace is not closed',
      harbour(live('berth(id: ID!): Berth', 'berth.{id'), byId),
      '[port] Subscription.berth: its topic "berth.{id" has braces that do not enclose the name of an argument ({id)',
    ],
    ['a brace is not opened', harbour(live('berth(id: ID!): Berth', 'berth.id}'), byId), 'has braces'],
    ['braces are empty', harbour(live('berth(id: ID!): Berth', 'berth.{}'), byId), 'has braces'],
    ['braces are nested', harbour(live('berth(id: ID!): Berth', 'berth.{{id}}'), byId), 'has braces'],
    ['braces enclose what is no name', harbour(live('berth(id: ID!): Berth', 'berth.{id-2}'), byId), 'has braces'],
    [
      'two variables have no dot between them',
      harbour(live('berth(id: ID!, at: ID!): Berth', 'berth.{id}-{at}'), 'berth(id: ID!, at: ID!): Berth'),
      'has two variables with no dot between them ({id}-{at})',
    ],
    ['a topic has an empty part', harbour(live('berth(id: ID!): Berth', 'berth..{id}'), byId), 'has an empty part'],
    ['a topic is empty', harbour(live('berth(id: ID!): Berth', ''), byId), 'has an empty part'],
    ['a topic has white space', harbour(live('berth(id: ID!): Berth', 'the berth.{id}'), byId), 'has white space'],
    [
      'the snapshot does not exist',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}', 'snapshot: "quay"'), byId),
      '[port] Subscription.berth: its snapshot Query.quay does not exist',
    ],
    [
      'the snapshot is not for clients',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), `${byId} @inaccessible tide: Int`),
      'its snapshot Query.berth is @inaccessible',
    ],
    [
      'the snapshot has another type',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), 'berth(id: ID!): Int'),
      'its snapshot Query.berth has the type Int, the subscription Berth: they must be the same',
    ],
    [
      'the snapshot is a list and the subscription is none',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), 'berth(id: ID!): [Berth]'),
      'has the type [Berth], the subscription Berth: they must be the same',
    ],
    [
      'the snapshot may be null and the subscription promises a value',
      harbour(live('berth(id: ID!): Berth!', 'berth.{id}'), byId),
      'has the type Berth, the subscription Berth!: it may be null where the subscription promises a value',
    ],
    [
      'the snapshot may have nulls in a list and the subscription none',
      harbour(live('berth(id: ID!): [Berth!]', 'berth.{id}'), 'berth(id: ID!): [Berth]!'),
      'has the type [Berth]!, the subscription [Berth!]: it may be null where',
    ],
    [
      'the snapshot does not have an argument',
      harbour(live('berth(id: ID!, at: Int): Berth', 'berth.{id}'), byId),
      'its snapshot Query.berth has no argument at',
    ],
    [
      'the snapshot does not have an argument for clients',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), 'berth(id: ID @inaccessible): Berth'),
      'its snapshot Query.berth has the argument id @inaccessible',
    ],
    [
      'an argument has another type',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), 'berth(id: String!): Berth'),
      'its snapshot Query.berth has the argument id: String!, the subscription id: ID!',
    ],
    [
      'an argument may be null for the subscription alone',
      harbour(live('berth(id: ID!, at: Int): Berth', 'berth.{id}'), 'berth(id: ID!, at: Int!): Berth'),
      'has the argument at: Int!, the subscription at: Int',
    ],
    [
      'an argument has another default',
      harbour(live('berth(id: ID! = 1): Berth', 'berth.{id}'), 'berth(id: ID! = 2): Berth'),
      'has the default 2 for the argument id, the subscription 1',
    ],
    [
      'the snapshot needs an argument that the subscription lacks',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), 'berth(id: ID!, at: Int!): Berth'),
      'its snapshot Query.berth needs the argument at, which the subscription does not have',
    ],
    [
      'the scope is unknown',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}', 'snapshot: "berth", scope: "EVERYONE"'), byId),
      '[port] Subscription.berth: its scope EVERYONE is neither SHARED nor VIEWER',
    ],
    [
      '@live stands on a field of a query',
      harbour(live('berth(id: ID!): Berth', 'berth.{id}'), `${byId} ${live('tide: Int', 'tide')}`),
      '[port] Query.tide: @live stands on a field that is no subscription',
    ],
    [
      '@live stands on a field of an object',
      { port: `type Query { tide: Tide } type Tide { height: Int @live(topic: "tide", snapshot: "tide") }` },
      '[port] Tide.height: @live stands on a field that is no subscription',
    ],
    [
      'a subscription has no @live',
      harbour('berth(id: ID!): Berth', byId),
      '[port] Subscription.berth: has no @live, which is all the gateway knows of how to serve a subscription',
    ],
    [
      'two subgraphs say different things of one subscription',
      {
        old: `type Query { tide: Int } type Subscription { ${live('tide: Int', 'old', 'snapshot: "tide"')} }`,
        port: `type Query { tide: Int @override(from: "old") }
        type Subscription { tide: Int @override(from: "old") @live(topic: "new", snapshot: "tide") }`,
      },
      '[old, port] Subscription.tide: is defined differently: "old" says tide: Int @live(snapshot: "tide", topic: "old")',
    ],
    [
      'two subgraphs have one subscription',
      two(
        live('berth(id: ID!): Berth', 'berth.{id}'),
        byId,
        `type Query { fleet: Int } type Subscription { berth(id: ID!): Berth }`,
      ),
      'Non-shareable field "Subscription.berth" is resolved from multiple subgraphs',
    ],
    [
      'a subscription is on its way to another subgraph',
      {
        old: `type Query { tide: Int } type Subscription { ${live('tide: Int', 'tide', 'snapshot: "tide"')} }`,
        port: `type Query { ships: Int }
        type Subscription { tide: Int @override(from: "old", label: "percent(5)") @live(topic: "tide", snapshot: "tide") }`,
      },
      'Subscription.tide: is owned by "old" and "port": its events can come from one alone',
    ],
    [
      'the snapshot belongs to another subgraph',
      two(live('berth(id: ID!): Berth', 'berth.{id}'), 'tide: Int', `type Query { ${byId} }`),
      '[port] Subscription.berth: its snapshot Query.berth belongs to "fleet": an event can only stand for an answer of "port"',
    ],
    [
      'the snapshot belongs to another subgraph too',
      two(live('tide: Int', 'tide', 'snapshot: "tide"'), 'tide: Int @shareable', 'type Query { tide: Int @shareable }'),
      'its snapshot Query.tide is shared by "fleet" and "port", so that another than "port" may be asked for it',
    ],
    [
      'topics of different types have the same name',
      harbour(
        `${live('berth(id: ID!): Berth', 'berth.{id}')} ${live('depth(id: ID!): Int', 'berth.{id}', 'snapshot: "depth"')}`,
        `${byId} depth(id: ID!): Int`,
      ),
      '[port, port] berth and depth: their topics "berth.{id}" and "berth.{id}" can have the same name, and their types Berth and Int differ',
    ],
    [
      'topics of different types have the same name for some values',
      harbour(
        `${live('berth(id: ID!): Berth', 'berth.{id}')} ${live('berths: [Berth]', 'berth.all', 'snapshot: "berths"')}`,
        `${byId} berths: [Berth]`,
      ),
      'their topics "berth.{id}" and "berth.all" can have the same name, and their types Berth and [Berth] differ',
    ],
    [
      'a field is the same for everyone in one of its subgraphs only',
      {
        port: `type Query { tide: Tide } type Tide @key(fields: "id") { id: ID! height: Int @shareable @sameForEveryone }`,
        fleet: `type Query { ships: Int } type Tide @key(fields: "id") { id: ID! height: Int @shareable }`,
      },
      '[fleet] Tide.height: is @sameForEveryone in "port" and not in "fleet"',
    ],
  ];
  it.each(wrong)('%s', (_what, sources, reason) => {
    expect(compose(sources)).toEqual({ errors: expect.arrayContaining([expect.stringContaining(reason)]) });
  });

  it('several things are wrong: all of them', () => {
    const sources = harbour(
      `${live('berth(id: ID!): Berth', 'berth.{ship}', 'snapshot: "quay", scope: "ALL"')} tide: Int`,
      byId,
    );
    expect(compose(sources)).toMatchObject({ errors: { length: 4 } });
  });
});

describe('what the supergraph says of live fields', () => {
  function fieldsOf(sources: Sources): readonly LiveField[] {
    const composed = compose(sources);
    if ('errors' in composed) throw new Error(composed.errors.join('\n'));
    return readLiveFields(parse(composed.supergraph)).fields;
  }

  it('is whole, with the subgraph by its own name', () => {
    const sources = {
      'port-authority': `${berth} type Query { ${byId} } type Subscription {
        ${live('berth(id: ID!): Berth', 'berth.{id}')}
        ${live('mine(id: ID!): Berth', 'mine.{id}', 'snapshot: "berth", scope: "VIEWER", skips: false')}
      }`,
      fleet: 'type Query { ships: Int }',
    };
    const common = { snapshot: 'berth', subgraph: 'port-authority' };
    expect(fieldsOf(sources)).toEqual([
      { ...common, field: 'berth', topic: 'berth.{id}', scope: 'SHARED', skips: true },
      { ...common, field: 'mine', topic: 'mine.{id}', scope: 'VIEWER', skips: false },
    ]);
  });

  it('is read under the names that subgraphs gave the directives and the root types', () => {
    const rename = (sdl: string) =>
      (link + sdl)
        .replace(
          'import: ["@live", "@sameForEveryone"]',
          'import: [{ name: "@live", as: "@flow" }, "@sameForEveryone"]',
        )
        .replaceAll('@live', '@flow')
        .replace('name: "@flow", as', 'name: "@live", as');
    const composed = composeSubgraphs([
      {
        name: 'port',
        url: 'http://port.test/',
        typeDefs: parse(
          rename(`schema { query: Asked subscription: Told } type Asked { tide: Int }
            type Told { tide: Int @live(topic: "tide", snapshot: "tide") }`),
        ),
      },
    ]);
    if ('errors' in composed) throw new Error(composed.errors.join('\n'));
    expect(readLiveFields(parse(composed.supergraph))).toMatchObject({ fields: [{ field: 'tide' }], problems: [] });
  });

  it('is nothing where the specification is not linked', () => {
    const foreign = `directive @live(every: Int) on FIELD_DEFINITION
      type Query { tide: Int @live(every: 3) } type Subscription { tide: Int }`;
    expect(readLiveFields(parse(foreign))).toEqual({ fields: [], problems: [] });
  });

  it('is refused in a version that is not known', () => {
    const later = 'schema @link(url: "https://lectern.dev/live/v2.0", import: ["@live"]) { query: Query }';
    expect(() => readLiveFields(parse(`${later} type Query { a: Int }`))).toThrow('version 2.0');
  });
});

describe('a topic’s name', () => {
  it.each([
    ['tide', {}, 'tide'],
    ['berth.{quay}.{number}', { quay: 'north', number: 4 }, 'berth.north.4'],
    ['side.{side}', { side: 'PORT' }, 'side.PORT'],
    ['a.{x}.{y}', { x: '1.2', y: '3' }, 'a.1%2E2.3'],
    ['a.{x}.{y}', { x: '1', y: '2.3' }, 'a.1.2%2E3'],
    ['a.{x}', { x: '1%2E2' }, 'a.1%252E2'],
    ['a.{x}', { x: '$&{x}' }, 'a.$&{x}'],
  ])('of %s', (topic, values, name) => {
    expect(topicName({ topic }, values)).toBe(name);
  });
});
