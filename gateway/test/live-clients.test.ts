import { ApolloClient, CombinedGraphQLErrors, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type LivePlanets, startLivePlanets, watchEarth } from './_live-planets.ts';
import { nextOf } from './_socket.ts';

type Seen = {
  readonly client: Client & AsyncDisposable;
  readonly sent: { readonly type: string; readonly id?: string }[];
};

/** The library as it comes, and what it sends. */
function library(url: () => string, options: Partial<ClientOptions> = {}): Seen {
  const sent: { type: string; id?: string }[] = [];
  class Watched extends WebSocket {
    override send(data: string): void {
      sent.push(JSON.parse(data));
      super.send(data);
    }
  }
  const client = createClient({
    url: () => `${url().replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: Watched,
    retryAttempts: 0,
    ...options,
  });
  return { client: Object.assign(client, { [Symbol.asyncDispose]: async () => client.dispose() }), sent };
}

describe('a library of others as the client', () => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets();
  });
  afterAll(async () => planets[Symbol.asyncDispose]());
  const mass = (value: number) => ({ planetChanged: { mass: value } });

  describe('graphql-ws', () => {
    it('has several subscriptions, queries and mutations on one socket, and leaves them one by one', async () => {
      await planets.holds(0, 0);
      const { client, sent } = library(() => planets.url);
      await using _ = client;
      const other = {
        query: 'subscription ($id: ID!) { planetChanged(id: $id) { name } }',
        variables: { id: 'jupiter' },
      };
      const first = client.iterate(watchEarth);
      const second = client.iterate(watchEarth);
      const third = client.iterate(other);
      for (const results of [first, second, third]) await nextOf(results);
      await planets.holds(1, 3);
      expect((await nextOf(client.iterate({ query: '{ whoAsks }' }))).data).toEqual({ whoAsks: 'nobody' });
      const value = await planets.changed();
      expect((await nextOf(first)).data).toEqual(mass(value));
      expect((await nextOf(second)).data).toEqual(mass(value));
      await first.return?.();
      await planets.holds(1, 2);
      expect(sent.filter(({ type }) => type === 'complete')).toHaveLength(1);
      const later = await planets.changed();
      expect((await nextOf(second)).data).toEqual(mass(later));
      await planets.changed('jupiter');
      expect((await nextOf(third)).data).toEqual({ planetChanged: { name: 'Jupiter' } });
    });

    it('opens its socket for the first subscription and closes it after the last', async () => {
      await planets.holds(0, 0);
      const codes: unknown[] = [];
      const { client, sent } = library(() => planets.url, {
        on: { closed: (event) => codes.push((event as CloseEvent).code) },
      });
      await using _ = client;
      expect(sent).toEqual([]);
      for (let round = 0; round < 2; round += 1) {
        const results = client.iterate(watchEarth);
        await nextOf(results);
        await planets.holds(1, 1);
        await results.return?.();
        await planets.holds(0, 0);
      }
      await waitFor('both closes', () => codes.length === 2);
      expect(codes).toEqual([1000, 1000]);
    });

    it('that is not lazy keeps its socket, and its pings are answered', async () => {
      await planets.holds(0, 0);
      const answered = Promise.withResolvers<void>();
      const { client } = library(() => planets.url, {
        lazy: false,
        keepAlive: 20,
        on: { pong: (received) => received && answered.resolve() },
      });
      await using _ = client;
      await answered.promise;
      await planets.holds(1, 0);
      const results = client.iterate(watchEarth);
      await nextOf(results);
      await results.return?.();
      await planets.holds(1, 0);
    });

    it('comes back after 4414, to the gateway that is there then, and goes on with the present state', async () => {
      await using old = await startLivePlanets();
      let url = old.url;
      const codes: unknown[] = [];
      const isBack = Promise.withResolvers<void>();
      const { client } = library(() => url, {
        retryAttempts: 5,
        retryWait: () => isBack.promise,
        on: { closed: (event) => codes.push((event as CloseEvent).code) },
      });
      await using _ = client;
      const results = [client.iterate(watchEarth), client.iterate(watchEarth)];
      for (const each of results) expect((await nextOf(each)).data).toEqual(mass(1));
      const value = await old.changed();
      for (const each of results) expect((await nextOf(each)).data).toEqual(mass(value));
      await old.gateway.stop();
      await waitFor('the close', () => codes.length > 0);
      expect(codes).toEqual([4414]);
      await planets.holds(0, 0);
      const meanwhile = await planets.changed();
      url = planets.url;
      isBack.resolve();
      for (const each of results) expect((await nextOf(each)).data).toEqual(mass(meanwhile));
      await planets.holds(1, 2);
      const later = await planets.changed();
      for (const each of results) expect((await nextOf(each)).data).toEqual(mass(later));
    });

    it('is told why it may not come in, and does not try again', async () => {
      let tries = 0;
      const { client } = library(() => planets.url, {
        retryAttempts: 5,
        connectionParams: async () => {
          tries += 1;
          return { authorization: `Bearer ${await planets.gateway.solarSystem.forgedToken('ada')}` };
        },
      });
      await using _ = client;
      await expect(client.iterate(watchEarth).next()).rejects.toMatchObject({ code: 4401, reason: 'TOKEN_INVALID' });
      expect(tries).toBe(1);
    });

    it('is told of a refused operation by a list of errors, and keeps its other ones', async () => {
      const { client } = library(() => planets.url);
      await using _ = client;
      const good = client.iterate(watchEarth);
      await nextOf(good);
      const bad = client.iterate({ query: 'subscription { comet }' });
      await expect(bad.next()).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
      const value = await planets.changed();
      expect((await nextOf(good)).data).toEqual(mass(value));
    });
  });

  describe('Apollo Client with its GraphQLWsLink', () => {
    const document = gql`
      subscription Watch($id: ID!) {
        planetChanged(id: $id) {
          id
          mass
          moons {
            name
          }
        }
      }
    `;
    const apollo = (client: Client) =>
      new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(client) });

    it('observes a subscription, and leaves it with a complete when nobody observes any more', async () => {
      await planets.holds(0, 0);
      const { client, sent } = library(() => planets.url, { lazy: false });
      await using _ = client;
      const seen: unknown[] = [];
      const before = await planets.changed();
      const observing = apollo(client)
        .subscribe({ query: document, variables: { id: 'earth' } })
        .subscribe(({ data, error }) => seen.push(error ?? data));
      const planet = (value: number) => ({
        planetChanged: {
          __typename: 'Planet',
          id: 'earth',
          mass: value,
          moons: [{ __typename: 'Moon', name: 'Luna' }],
        },
      });
      await waitFor('the first result', () => seen.length === 1);
      expect(seen[0]).toEqual(planet(before));
      const value = await planets.changed();
      await waitFor('the next result', () => seen.length === 2);
      expect(seen[1]).toEqual(planet(value));
      await planets.holds(1, 1);
      observing.unsubscribe();
      await planets.holds(1, 0);
      const id = sent.find(({ type }) => type === 'subscribe')?.id;
      expect(sent.filter(({ type }) => type === 'complete')).toEqual([{ id, type: 'complete' }]);
      await planets.changed();
      expect(await apollo(client).query({ query: gql`query Ask { whoAsks }` })).toMatchObject({
        data: { whoAsks: 'nobody' },
      });
      expect(seen).toHaveLength(2);
    });

    it('has the codes of what is refused, before it begins or by its snapshot', async () => {
      const { client } = library(() => planets.url);
      await using _ = client;
      const refusals: readonly (readonly [ReturnType<typeof gql>, string])[] = [
        [gql`subscription { comet }`, 'GRAPHQL_VALIDATION_FAILED'],
        [gql`subscription { planetChanged(id: "forbidden") { id } }`, 'FORBIDDEN'],
        [gql`subscription { planetChanged(id: "pluto") { id } }`, 'SUBSCRIPTION_REFUSED'],
      ];
      for (const [query, code] of refusals) {
        const refused = Promise.withResolvers<unknown>();
        apollo(client)
          .subscribe({ query })
          .subscribe({ next: ({ error }) => refused.resolve(error), error: refused.resolve });
        const error = await refused.promise;
        if (!CombinedGraphQLErrors.is(error)) throw new Error(`no GraphQL error: ${String(error)}`);
        expect(error.errors.map(({ extensions }) => extensions?.code)).toEqual([code]);
      }
    });
  });
});
