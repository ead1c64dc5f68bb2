import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTopicPublisher, type TopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { type Answer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { foreignClient, nextOf } from './_socket.ts';

const earth = (mass: number) => ({
  __typename: 'Planet',
  id: 'earth',
  name: `Earth of ${mass}`,
  mass,
  orbit: { days: mass, owner: null },
  body: { __typename: 'Rock', crust: 'granite' },
});

describe('a subscription of a client that is not ours', () => {
  let gateway: TestGateway;
  let publisher: TopicPublisher & AsyncDisposable;
  beforeAll(async () => {
    gateway = await startTestGateway();
    publisher = await createTopicPublisher({
      redisUrl: gateway.redis.url,
      prefix: gateway.redis.prefix,
      logger: createLogger('test', { level: 'silent', format: 'json' }),
    });
  });
  afterAll(async () => {
    await publisher[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });
  const changed = (mass: number) => publisher.publish('planet.earth.changed', earth(mass));
  const metric = async (name: string) => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  it('begins with the snapshot and goes on with the events, without asking the subgraph for them', async () => {
    await using client = foreignClient(gateway.url);
    const query = 'subscription ($id: ID!) { planetChanged(id: $id) { id name } }';
    const results = client.iterate({ query, variables: { id: 'earth' } });
    expect((await nextOf(results)).data).toEqual({ planetChanged: { id: 'earth', name: 'Earth' } });
    const asked = gateway.solarSystem.asked.planets;
    await changed(2);
    await changed(3);
    const second = await nextOf(results);
    const third = await nextOf(results);
    expect(second.data).toEqual({ planetChanged: { id: 'earth', name: 'Earth of 2' } });
    expect(third.data).toEqual({ planetChanged: { id: 'earth', name: 'Earth of 3' } });
    const [before, after] = [second, third].map(
      ({ extensions }) => extensions?.position as { epoch: string; offset: number },
    );
    expect(after).toEqual({ epoch: before?.epoch, offset: (before?.offset ?? 0) + 1 });
    expect(gateway.solarSystem.asked.planets).toBe(asked);
    await results.return?.();
  });

  it('has aliases, fragments, unions and the fields of other subgraphs', async () => {
    await using client = foreignClient(gateway.url);
    const query = `
      subscription Watch { ...Root }
      fragment Root on Subscription { it: planetChanged(id: "earth") { ...Facts body { ... on Rock { crust } ... on Gas { storms } } moons { called: name } } }
      fragment Facts on Planet { heavy: mass orbit { d: days } }
    `;
    const results = client.iterate({ query, operationName: 'Watch' });
    const body = { crust: 'granite' };
    const moons = [{ called: 'Luna' }];
    expect((await nextOf(results)).data).toEqual({ it: { heavy: 1, orbit: { d: 1 }, body, moons } });
    const { planets, moons: asked } = gateway.solarSystem.asked;
    await changed(4);
    expect((await nextOf(results)).data).toEqual({ it: { heavy: 4, orbit: { d: 4 }, body, moons } });
    expect(gateway.solarSystem.asked).toMatchObject({ planets, moons: (asked ?? 0) + 1 });
    await results.return?.();
  });

  it('asks the subgraph where an event does not carry what is selected', async () => {
    await using client = foreignClient(gateway.url);
    const query = 'subscription { planetChanged(id: "earth") { name neighbours(first: 2) { id } } }';
    const results = client.iterate({ query });
    const expected = { planetChanged: { name: 'Earth', neighbours: [{ id: 'earth' }, { id: 'jupiter' }] } };
    expect((await nextOf(results)).data).toEqual(expected);
    await changed(5);
    expect((await nextOf(results)).data).toEqual(expected);
    await results.return?.();
  });

  it('gives each viewer their own fields of other subgraphs', async () => {
    const names = ['ada', 'bob'];
    const query = 'subscription { planetChanged(id: "earth") { lookedAtBy } }';
    const clients = await Promise.all(
      names.map(async (sub) =>
        foreignClient(gateway.url, { authorization: `Bearer ${await gateway.solarSystem.token({ sub })}` }),
      ),
    );
    const results = clients.map((client) => client.iterate({ query }));
    const seen = async () => (await Promise.all(results.map(nextOf))).map(({ data }) => data.planetChanged.lookedAtBy);
    expect(await seen()).toEqual(['ada (LEARNER)', 'bob (LEARNER)']);
    await changed(6);
    expect(await seen()).toEqual(['ada (LEARNER)', 'bob (LEARNER)']);
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  });

  it('runs an event once for all who ask the same', async () => {
    await using first = foreignClient(gateway.url);
    await using second = foreignClient(gateway.url);
    const query = 'subscription Shared { planetChanged(id: "earth") { mass } }';
    const results = [first, first, second].map((client) => client.iterate({ query }));
    await Promise.all(results.map(nextOf));
    const runs = await metric('lectern_gateway_live_runs_total');
    const frames = await metric('lectern_gateway_live_frames_total');
    await changed(7);
    for (const { data } of await Promise.all(results.map(nextOf))) expect(data).toEqual({ planetChanged: { mass: 7 } });
    expect(await metric('lectern_gateway_live_runs_total')).toBe(runs + 1);
    expect(await metric('lectern_gateway_live_frames_total')).toBe(frames + 3);
  });

  it('is refused where the snapshot is', async () => {
    await using client = foreignClient(gateway.url);
    const refusal = async (query: string) => {
      const results = client.iterate({ query });
      const answer = await nextOf(results);
      expect((await results.next()).done).toBe(true);
      return answer;
    };
    const cases: readonly (readonly [string, string])[] = [
      ['subscription { planetChanged(id: "pluto") { id } }', 'SUBSCRIPTION_REFUSED'],
      ['subscription { planetChanged(id: "forbidden") { id } }', 'FORBIDDEN'],
      ['subscription { myOrbit(planetId: "earth") { days } }', 'SUBSCRIPTION_REFUSED'],
    ];
    for (const [query, code] of cases) {
      const answer = await refusal(query);
      expect(codesOf(answer)).toEqual([code]);
      expect(answer.data).toBeUndefined();
    }
  });

  it('is refused where it does not fit the schema, or is no GraphQL', async () => {
    await using client = foreignClient(gateway.url);
    const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
      ['subscription { planetChanged(id: "earth") { nothing } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { planetChanged(id: "earth") { id }', {}, 'GRAPHQL_PARSE_FAILED'],
      [
        'subscription A { planetChanged(id: "earth") { id } } subscription B { planetChanged(id: "earth") { id } }',
        {},
        'OPERATION_RESOLUTION_FAILURE',
      ],
    ];
    for (const [query, variables, code] of cases) {
      await expect(nextOf(client.iterate({ query, variables }))).rejects.toMatchObject([{ extensions: { code } }]);
    }
    const missing = client.iterate({ query: 'subscription ($id: ID!) { planetChanged(id: $id) { id } }' });
    expect(codesOf(await nextOf(missing))).toEqual(['BAD_USER_INPUT']);
  });

  it('misses nothing that is published while the snapshot is taken, and sees nothing twice', async () => {
    await using client = foreignClient(gateway.url);
    const query = 'subscription { planetChanged(id: "earth") { mass } }';
    const offsetOf = ({ extensions }: Answer) => (extensions?.position as { offset?: number } | undefined)?.offset ?? 0;
    for (let round = 0; round < 20; round += 1) {
      const results = client.iterate({ query });
      // Three events race with the subscription: each is in the snapshot or comes after it.
      const racing = (async () => {
        for (const mass of [1, 2, 3]) await changed(100 * round + mass);
      })();
      const positions = [offsetOf(await nextOf(results))];
      await racing;
      await changed(100 * round + 4);
      for (let mass = 0; mass !== 100 * round + 4; ) {
        const result = await nextOf(results);
        mass = result.data.planetChanged.mass;
        positions.push(offsetOf(result));
      }
      const [first = 0] = positions;
      expect(positions).toEqual(positions.map((_, index) => first + index));
      await results.return?.();
    }
  });

  it('leaves nothing behind', async () => {
    const client = foreignClient(gateway.url);
    const results = client.iterate({ query: 'subscription { planetChanged(id: "earth") { id } }' });
    await nextOf(results);
    await client[Symbol.asyncDispose]();
    await waitFor('no subscription', async () => (await metric('lectern_gateway_subscriptions')) === 0);
    await waitFor('no socket', async () => (await metric('lectern_gateway_sockets')) === 0);
  });

  it('may be a query or a mutation too', async () => {
    const token = await gateway.solarSystem.token({ sub: 'ada' });
    await using client = foreignClient(gateway.url, { authorization: `Bearer ${token}` });
    expect(await nextOf(client.iterate({ query: '{ whoAsks }' }))).toEqual({ data: { whoAsks: 'ada (LEARNER)' } });
    const renamed = client.iterate({ query: 'mutation { rename(id: "jupiter", name: "Zeus") { name } }' });
    expect(await nextOf(renamed)).toEqual({ data: { rename: { name: 'Zeus' } } });
    expect(codesOf(await nextOf(client.iterate({ query: '{ broken }' })))).toEqual(['INTERNAL_SERVER_ERROR']);
  });
});
