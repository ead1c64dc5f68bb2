import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTopicPublisher, type TopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import type { Client } from 'graphql-ws';
import { composeSupergraph } from './_compose.ts';
import { codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { composeHarbour, type Harbour, startHarbour } from './_harbour.ts';
import { foreignClient, nextOf } from './_socket.ts';

/** The gateway has only ever been told of one graph by its subgraphs: here is another, and it is told of that. */
describe('a graph of which the gateway knows nothing but its supergraph', () => {
  const stack = new AsyncDisposableStack();
  let harbour: Harbour;
  let gateway: TestGateway;
  let publisher: TopicPublisher;
  beforeAll(async () => {
    harbour = stack.use(await startHarbour());
    gateway = stack.use(
      await startTestGateway({}, { files: { 'supergraph.graphql': composeHarbour() }, replace: harbour.urls }),
    );
    publisher = stack.use(
      await createTopicPublisher({
        redisUrl: gateway.redis.url,
        prefix: gateway.redis.prefix,
        logger: createLogger('test', { level: 'silent', format: 'json' }),
      }),
    );
  });
  afterAll(() => stack.disposeAsync());

  async function clientOf(sub: string): Promise<Client & AsyncDisposable> {
    return foreignClient(gateway.url, { authorization: `Bearer ${await gateway.solarSystem.token({ sub })}` });
  }

  const berth = (depth: number, more: object = {}) => ({
    __typename: 'Berth',
    quay: 'north',
    number: 1,
    depth,
    occupant: null,
    craft: null,
    ...more,
  });
  const ship = (id: string) => ({ __typename: 'Ship', id });

  it('has a topic of two variables', async () => {
    await using client = foreignClient(gateway.url);
    const query = 'subscription ($n: Int!) { berthChanged(quay: "north", number: $n) { number depth } }';
    const first = client.iterate({ query, variables: { n: 1 } });
    const second = client.iterate({ query, variables: { n: 2 } });
    expect((await nextOf(first)).data).toEqual({ berthChanged: { number: 1, depth: 12.5 } });
    expect((await nextOf(second)).data).toEqual({ berthChanged: { number: 2, depth: 12.5 } });
    await publisher.publish('berth.north.2', berth(8, { number: 2 }));
    await publisher.publish('berth.north.1', berth(9));
    expect((await nextOf(first)).data).toEqual({ berthChanged: { number: 1, depth: 9 } });
    expect((await nextOf(second)).data).toEqual({ berthChanged: { number: 2, depth: 8 } });
  });

  it('keeps values of one variable out of the others', async () => {
    await using client = foreignClient(gateway.url);
    const results = client.iterate({
      query: 'subscription { berthChanged(quay: "east.4%", number: 7) { quay depth } }',
    });
    expect((await nextOf(results)).data).toEqual({ berthChanged: { quay: 'east.4%', depth: 12.5 } });
    await publisher.publish('berth.east.4%.7', berth(1));
    await publisher.publish('berth.east%2E4%25.7', berth(2, { quay: 'east.4%' }));
    expect((await nextOf(results)).data).toEqual({ berthChanged: { quay: 'east.4%', depth: 2 } });
  });

  it('has a topic of no variable', async () => {
    await using client = foreignClient(gateway.url);
    const results = client.iterate({ query: 'subscription { now: tideTurned { height isRising } }' });
    expect((await nextOf(results)).data).toEqual({ now: { height: 1.5, isRising: true } });
    await publisher.publish('tide', { __typename: 'Tide', height: 2.5, isRising: false });
    expect((await nextOf(results)).data).toEqual({ now: { height: 2.5, isRising: false } });
  });

  it('has events that are no states: each of them, in order, of the default as of what is asked for', async () => {
    await using client = foreignClient(gateway.url);
    const day = client.iterate({ query: 'subscription { logWritten { at text } }' });
    const night = client.iterate({ query: 'subscription { logWritten(watch: NIGHT) { at text } }' });
    expect((await nextOf(day)).data).toEqual({ logWritten: { at: 0, text: 'the DAY watch begins' } });
    expect((await nextOf(night)).data).toEqual({ logWritten: { at: 0, text: 'the NIGHT watch begins' } });
    const times = Array.from({ length: 50 }, (_, at) => at + 1);
    await Promise.all(times.map((at) => publisher.publish('log.DAY', { __typename: 'LogLine', at, text: 'day' })));
    await publisher.publish('log.NIGHT', { __typename: 'LogLine', at: 1, text: 'night' });
    const seen: number[] = [];
    for (const _ of times) seen.push((await nextOf(day)).data.logWritten.at);
    expect(seen).toEqual(times);
    expect((await nextOf(night)).data).toEqual({ logWritten: { at: 1, text: 'night' } });
  });

  it('has events that are one viewer’s own, who alone may ask', async () => {
    await using ada = await clientOf('ada');
    await using nobody = foreignClient(gateway.url);
    const query = 'subscription { myPilotage(shipId: "s1") { pilot askedBy ship { name insurance } } }';
    const results = ada.iterate({ query });
    const name = { name: 'MS s1', insurance: 'as ada may know' };
    expect((await nextOf(results)).data).toEqual({ myPilotage: { pilot: 'Nemo', askedBy: 'ada', ship: name } });
    expect(codesOf(await nextOf(nobody.iterate({ query })))).toEqual(['SUBSCRIPTION_REFUSED']);
    const pilotage = { __typename: 'Pilotage', ship: ship('s1'), pilot: 'Ned', askedBy: 'ada' };
    await publisher.publish('pilotage.s1', pilotage);
    expect((await nextOf(results)).data).toEqual({ myPilotage: { pilot: 'Ned', askedBy: 'ada', ship: name } });
  });

  it('has unions and interfaces in events, with fields of other subgraphs in some of their types', async () => {
    await using client = foreignClient(gateway.url);
    const query = `subscription { berthChanged(quay: "north", number: 3) {
      occupant { __typename ... on Ship { name } ... on Crane { liftTons } }
      craft { id name ... on Tug { power waves } }
    } }`;
    const results = client.iterate({ query });
    const crane = { __typename: 'Crane', liftTons: 40 };
    expect((await nextOf(results)).data).toEqual({ berthChanged: { occupant: crane, craft: null } });
    const tug = { __typename: 'Tug', id: 't', power: 900 };
    await publisher.publish('berth.north.3', berth(1, { occupant: ship('s2'), craft: tug }));
    expect((await nextOf(results)).data).toEqual({
      berthChanged: {
        occupant: { __typename: 'Ship', name: 'MS s2' },
        craft: { id: 't', name: 'Tug t', power: 900, waves: 1 },
      },
    });
    await publisher.publish('berth.north.3', berth(1, { occupant: crane, craft: ship('s3') }));
    const seen = { berthChanged: { occupant: crane, craft: { id: 's3', name: 'MS s3' } } };
    expect((await nextOf(results)).data).toEqual(seen);
  });

  it('is asked once per event for fields that are the same for everyone, and once per viewer for others', async () => {
    const clients = await Promise.all(['ada', 'bob', 'eve'].map(clientOf));
    const cases: readonly (readonly [number, string, (viewer: string) => object, number])[] = [
      [4, 'name flag { country } owner { quays }', () => sameForAll, 1],
      [5, 'name insurance', (viewer) => ({ name: 'MS s4', insurance: `as ${viewer} may know` }), 3],
      [6, 'dues', () => ({ dues: 200 }), 1],
    ];
    for (const [number, selection, expected, asked] of cases) {
      const query = `subscription ($n: Int!) { berthChanged(quay: "north", number: $n) {
        occupant { ... on Ship { ${selection} } }
      } }`;
      const results = clients.map((client) => client.iterate({ query, variables: { n: number } }));
      await Promise.all(results.map(nextOf));
      const before = { ...harbour.asked };
      await publisher.publish(`berth.north.${number}`, berth(1, { number, occupant: ship('s4') }));
      const seen = (await Promise.all(results.map(nextOf))).map(({ data }) => data.berthChanged.occupant);
      expect(seen).toEqual(['ada', 'bob', 'eve'].map(expected));
      expect((harbour.asked.registry ?? 0) - (before.registry ?? 0)).toBe(asked);
    }
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  });

  // Not yet: what only the subgraph can tell is asked for one of those who watch, and told to all of them.
  it('is asked as each viewer for what an event does not carry', async () => {
    const viewers = ['ada', 'bob'];
    const clients = await Promise.all(viewers.map(clientOf));
    const query = 'subscription { berthChanged(quay: "north", number: 9) { depth seenBy } }';
    const results = clients.map((client) => client.iterate({ query }));
    const seenBy = async () => (await Promise.all(results.map(nextOf))).map(({ data }) => data.berthChanged.seenBy);
    expect(await seenBy()).toEqual(viewers);
    await publisher.publish('berth.north.9', berth(1, { number: 9 }));
    expect(await seenBy()).toEqual(viewers);
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  });

  const sameForAll = { name: 'MS s4', flag: { country: 'Norway (en)' }, owner: { quays: 3 } };
});

describe('a graph that does not say how its subscriptions are served', () => {
  it('is served but for them', async () => {
    const sdl = composeSupergraph({
      planets: 'type Query { whoAsks: String! } type Subscription { whoAsks: String! }',
    });
    await using gateway = await startTestGateway({}, { files: { 'supergraph.graphql': sdl } });
    expect((await gateway.ask('{ whoAsks }')).data).toEqual({ whoAsks: 'nobody' });
    await using client = foreignClient(gateway.url);
    await expect(nextOf(client.iterate({ query: 'subscription { whoAsks }' }))).rejects.toMatchObject([
      { extensions: { code: 'SUBSCRIPTION_NOT_LIVE' } },
    ]);
  });
});

describe('the sources of the gateway and of the fan-out', () => {
  it('have no word of any domain', () => {
    const domain =
      /\b(exams?|courses?|lessons?|learners?|students?|teachers?|instructors?|proctors?|enrol\w*|attempts?|videos?|quiz\w*|grad(e|es|ed|ing)|scores?|leaderboards?|certificates?|school (class|day)|papers?|playback|planets?|ships?|berths?|tides?)\b/gi;
    // What is tried, whatever it is.
    const trying =
      /\b(per|first|last|one|an|each|failed|sign-in|retry) attempts?\b|\(attempts\)|\(attempts \*|attempts \* \d+/gi;
    const root = join(import.meta.dirname, '../..');
    const sources = ['gateway/src', 'packages/fanout/src'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => join(folder, file)),
    );
    expect(sources.length).toBeGreaterThan(150);
    const found = sources.flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8').replaceAll(trying, '');
      return [...text.matchAll(domain)].map(([word]) => `${file}: ${word}`);
    });
    expect(found).toEqual([]);
  });
});
