import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTopicPublisher, type TopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { startTestGateway, type TestGateway } from './_gateway.ts';
import { composeHarbour, type Harbour, startHarbour } from './_harbour.ts';
import { type LiveLine, openLine } from './_live-line.ts';

/** Who is told what, where subscriptions look alike and are not. */
describe('subscriptions that look alike', () => {
  const stack = new AsyncDisposableStack();
  let harbour: Harbour;
  let gateway: TestGateway;
  let publisher: TopicPublisher;
  beforeAll(async () => {
    harbour = stack.use(await startHarbour());
    const env = {
      GATEWAY_RATE_PER_ADDRESS: '0',
      GATEWAY_SUBGRAPH_CONNECTIONS_MAX: '2',
      GATEWAY_SUBGRAPH_QUEUE_MAX: '2',
    };
    gateway = stack.use(
      await startTestGateway(env, { files: { 'supergraph.graphql': composeHarbour() }, replace: harbour.urls }),
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

  const berth = (number: number, depth: number, more: object = {}) => ({
    __typename: 'Berth',
    quay: 'north',
    number,
    depth,
    occupant: null,
    craft: null,
    ...more,
  });
  const tokenOf = (sub: string) => gateway.solarSystem.token({ sub });
  const lineOf = async (sub: string): Promise<LiveLine> => openLine(gateway.url, await tokenOf(sub));

  it('are told the events of their own topic, where two fields have one snapshot and one name in the answer', async () => {
    await using line = await lineOf('ada');
    const query = (field: string) => `subscription { it: ${field}(quay: "north", number: 1) { depth } }`;
    const changed = line.subscribe({ query: query('berthChanged') });
    await changed.at(0);
    const painted = line.subscribe({ query: query('berthPainted') });
    await painted.at(0);
    await publisher.publish('paint.north.1', berth(1, 2));
    expect((await painted.at(1)).data).toEqual({ it: { depth: 2 } });
    await publisher.publish('berth.north.1', berth(1, 3));
    expect((await changed.at(1)).data).toEqual({ it: { depth: 3 } });
    expect(changed.told).toHaveLength(2);
  });

  it('are refused where the snapshot shows nothing because nothing was asked for', async () => {
    await using nobody = await openLine(gateway.url);
    const codesFor = async (query: string, variables = {}) => {
      const { errors } = await nobody.subscribe({ query, variables }).at(0);
      return errors?.map(({ extensions }) => extensions?.code);
    };
    expect(await codesFor('subscription { myPilotage(shipId: "s1") { pilot } }')).toEqual(['SUBSCRIPTION_REFUSED']);
    const left = 'subscription { myPilotage(shipId: "s1") @include(if: false) { pilot } }';
    expect(await codesFor(left)).toEqual(['SUBSCRIPTION_REFUSED']);
    const within = 'subscription { ... @skip(if: true) { myPilotage(shipId: "s1") { pilot } } }';
    expect(await codesFor(within)).toEqual(['SUBSCRIPTION_REFUSED']);
    const chosen = 'subscription ($x: Boolean!) { myPilotage(shipId: "s1") @include(if: $x) { pilot } }';
    expect(await codesFor(chosen, { x: false })).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const nothing = 'subscription { myPilotage(shipId: "s1") { pilot @include(if: false) } }';
    expect(await codesFor(nothing)).toEqual(['SUBSCRIPTION_REFUSED']);
    const bare = 'subscription { myPilotage(shipId: "s1") { __typename } }';
    expect(await codesFor(bare)).toEqual(['SUBSCRIPTION_REFUSED']);
  });

  it('get no longer ticket by coming back with one: the end of it stays that of the snapshot', async () => {
    await using line = await lineOf('ada');
    const query = 'subscription { berthChanged(quay: "north", number: 2) { depth } }';
    const first = line.subscribe({ query });
    const { position: _, ticket } = (await first.at(0)).extensions ?? {};
    await publisher.publish('berth.north.2', berth(2, 5));
    const { position } = (await first.at(1)).extensions ?? {};
    first.leave();
    const second = Math.floor(Date.now() / 1_000);
    await waitFor('another second', () => Math.floor(Date.now() / 1_000) > second + 1);
    const again = line.subscribe({ query, extensions: { resume: { ...position, ticket } } });
    expect((await again.at(0)).extensions).toMatchObject({ resumed: true, ticket });
    const elsewhere = line.subscribe({ query, extensions: { resume: { epoch: 'of old', offset: 1, ticket } } });
    expect((await elsewhere.at(0)).extensions).toMatchObject({ snapshot: true, ticket });
  });

  it('are asked anew what failed: a mistake of one moment is not told to those who come later', async () => {
    await using line = await lineOf('ada');
    const query = `subscription { berthChanged(quay: "north", number: 3) { depth occupant { ... on Ship { name } } } }`;
    const first = line.subscribe({ query });
    const { ticket } = (await first.at(0)).extensions ?? {};
    harbour.nameless.add('s1');
    await publisher.publish('berth.north.3', berth(3, 6, { occupant: { __typename: 'Ship', id: 's1' } }));
    expect((await first.at(1)).errors).toHaveLength(1);
    harbour.nameless.clear();
    const later = line.subscribe({ query, extensions: { resume: { epoch: 'of old', offset: 1, ticket } } });
    expect((await later.at(0)).data).toEqual({ berthChanged: { depth: 6, occupant: { name: 'MS s1' } } });
  });

  it('are each asked for what an event does not carry, however many they are: as many at a time as can be', async () => {
    const viewers = Array.from({ length: 24 }, (_, at) => `viewer-${at}`);
    const query = 'subscription { berthChanged(quay: "north", number: 4) { depth seenBy } }';
    await using lines = new AsyncDisposableStack();
    const all = [];
    for (const viewer of viewers) {
      const followed = lines.use(await lineOf(viewer)).subscribe({ query });
      await followed.at(0);
      all.push(followed);
    }
    await publisher.publish('berth.north.4', berth(4, 7));
    const told = await Promise.all(all.map((followed) => followed.at(1)));
    expect(told.map(({ data }) => data)).toEqual(viewers.map((seenBy) => ({ berthChanged: { depth: 12.5, seenBy } })));
  });

  it('are refused with a reason where a variable is null that must not be, and the line stays', async () => {
    await using line = await lineOf('ada');
    const query = 'subscription ($watch: Watch = DAY) { logWritten(watch: $watch) { at } }';
    const refused = await line.subscribe({ query, variables: { watch: null } }).at(0);
    expect(refused.errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    expect((await line.subscribe({ query }).at(0)).data).toEqual({ logWritten: { at: 0 } });
  });

  it('are told apart and told all under any name that a variable or a field may have', async () => {
    await using line = await lineOf('ada');
    const query =
      'subscription ($__proto__: ID!) { signalled(code: $__proto__) { __proto__: height constructor: isRising } }';
    const watch = (code: string) => line.subscribe({ query, variables: JSON.parse(`{"__proto__":"${code}"}`) });
    const both = [watch('green'), watch('white')];
    await Promise.all(both.map((followed) => followed.at(0)));
    for (const [code, height] of [
      ['green', 5],
      ['white', 6],
    ] as const) {
      await publisher.publish(`signal.${code}`, { __typename: 'Tide', height, isRising: true });
    }
    const told = await Promise.all(both.map((followed) => followed.at(1)));
    expect(told.map(({ data }) => JSON.stringify(data.signalled))).toEqual(
      [5, 6].map((height) => `{"__proto__":${height},"constructor":true}`),
    );
  });

  it('live though one beside them asks for a topic that is the name of something else', async () => {
    await using line = await lineOf('ada');
    const query = 'subscription ($code: ID!) { signalled(code: $code) { height } }';
    // What is kept of a topic before its newest event is a list.
    for (const height of [1, 2, 3])
      await publisher.publish('signal.red', { __typename: 'Tide', height, isRising: true });
    const odd = line.subscribe({ query, variables: { code: 'red:kept' } });
    const plain = line.subscribe({ query, variables: { code: 'blue' } });
    expect((await plain.at(0)).extensions).toMatchObject({ position: { offset: 0 } });
    expect((await odd.at(0)).extensions).toMatchObject({ position: { offset: 0 } });
    await publisher.publish('signal.blue', { __typename: 'Tide', height: 4, isRising: true });
    expect((await plain.at(1)).data).toEqual({ signalled: { height: 4 } });
  });

  it('are refused where the name of their topic is longer than any', async () => {
    await using line = await lineOf('ada');
    const query = 'subscription ($code: ID!) { signalled(code: $code) { height } }';
    const asked = harbour.asked.port;
    const refused = await line.subscribe({ query, variables: { code: 'x'.repeat(100_000) } }).at(0);
    expect(refused.errors?.map(({ extensions }) => extensions?.code)).toEqual(['SUBSCRIPTION_REFUSED']);
    expect(harbour.asked.port).toBe(asked);
  });
});
