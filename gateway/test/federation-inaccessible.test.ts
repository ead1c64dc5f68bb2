import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** A bank whose vault keeps things that clients never see, though subgraphs use them among each other. */
const vault = {
  typeDefs: `
    type Query { boxes: [Box!]! hidden: String @inaccessible things: [Thing] anything: Any owned: [Owned] }
    type Box @key(fields: "serial") { serial: ID! @inaccessible label: String! worth: Int! @inaccessible }
    union Any = Box | Bomb
    interface Owned { owner: String! }
    interface Thing { colour: String! weight: Int @inaccessible }
    type Bomb implements Thing @inaccessible { colour: String! weight: Int }
    type Ring implements Thing & Owned { colour: String! weight: Int @inaccessible owner: String! }
    type Spy implements Owned @inaccessible { owner: String! }
    input Search @inaccessible { text: String }
    enum Size { SMALL HUGE @inaccessible }
    type Mutation { open(box: ID!, force: Boolean = true @inaccessible, size: Size): String }
  `,
  resolvers: {
    Query: {
      boxes: () => [{ serial: 'x1', label: 'one', worth: 700 }],
      things: () => [
        { __typename: 'Ring', colour: 'gold', weight: 1 },
        { __typename: 'Bomb', colour: 'black', weight: 9 },
      ],
      anything: () => ({ __typename: 'Bomb', colour: 'black' }),
      owned: () => [
        { __typename: 'Spy', owner: 'nobody' },
        { __typename: 'Ring', owner: 'Ada', colour: 'gold' },
      ],
    },
    Box: { __resolveReference: ({ serial }: { serial: string }) => ({ serial, label: 'one', worth: 700 }) },
    Mutation: { open: (_: unknown, { force }: { force?: boolean }) => `open ${force}` },
  },
};
const insurance = {
  typeDefs: `
    type Box @key(fields: "serial") { serial: ID! worth: Int! @external fee: Int! @requires(fields: "worth") }
  `,
  resolvers: {
    Box: {
      __resolveReference: (given: object) => given,
      fee: ({ worth }: { worth?: number }) => (worth ?? Number.NaN) / 100,
    },
  },
};

describe('@inaccessible', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ vault, insurance });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  it('fields serve as keys and requirements, and are not in the answer', async () => {
    expect(await graph.ask('{ boxes { label fee } }')).toEqual({ data: { boxes: [{ label: 'one', fee: 7 }] } });
  });

  it.each([
    '{ hidden }',
    '{ boxes { serial } }',
    '{ boxes { worth } }',
    '{ things { weight } }',
    '{ things { ... on Bomb { colour } } }',
    'mutation { open(box: 1, force: false) }',
    'mutation { open(box: 1, size: HUGE) }',
  ])('%s is refused, and no subgraph is asked', async (query) => {
    const { data, errors } = await graph.ask(query);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(graph.requests).toEqual([]);
  });

  it('arguments have their default in the subgraph', async () => {
    expect(await graph.ask('mutation { open(box: 1) }')).toEqual({ data: { open: 'open true' } });
  });

  it('types behind an interface or a union are null', async () => {
    const answer = await graph.ask('{ things { colour } anything { __typename } owned { owner } }');
    expect(answer.data).toEqual({
      things: [{ colour: 'gold' }, null],
      anything: null,
      owned: [null, { owner: 'Ada' }],
    });
    expect(JSON.stringify(answer)).not.toMatch(/Bomb|Spy|black|nobody/);
  });

  it('things are not in the introspection', async () => {
    const { data } = await graph.ask(
      '{ __schema { types { name fields { name args { name } } inputFields { name } enumValues { name } } } bomb: __type(name: "Bomb") { name } }',
    );
    expect(JSON.stringify(data)).not.toMatch(/"(hidden|serial|worth|weight|Bomb|Spy|Search|HUGE|force)"/);
    expect(data.bomb).toBeNull();
  });
});
