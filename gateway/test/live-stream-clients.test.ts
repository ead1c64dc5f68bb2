import {
  ApolloClient,
  CombinedGraphQLErrors,
  CombinedProtocolErrors,
  gql,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { EventSource } from 'eventsource';
import { type ClientOptions, createClient } from 'graphql-sse';
import { bearer, codesOf } from './_gateway.ts';
import { type LivePlanets, startLivePlanets, watchEarth } from './_live-planets.ts';
import { nextOf } from './_socket.ts';

let planets: LivePlanets;
beforeAll(async () => {
  planets = await startLivePlanets();
});
afterAll(async () => planets[Symbol.asyncDispose]());
const mass = (value: number) => ({ planetChanged: { mass: value } });

describe('graphql-sse as the client', () => {
  function library(url: () => string, options: Partial<ClientOptions<false>> = {}) {
    const client = createClient({ url: () => `${url()}/graphql`, retryAttempts: 0, ...options });
    return Object.assign(client, { [Symbol.dispose]: () => client.dispose() });
  }

  it('has subscriptions on connections of their own, and leaves them one by one', async () => {
    await planets.holds(0, 0);
    using client = library(() => planets.url);
    const variables = { id: 'jupiter' };
    const query = 'subscription ($id: ID!) { planetChanged(id: $id) { name } }';
    const [first, second, other] = [
      client.iterate(watchEarth),
      client.iterate(watchEarth),
      client.iterate({ query, variables }),
    ];
    for (const results of [first, second, other]) await nextOf(results);
    await planets.holds(3, 3);
    const value = await planets.changed();
    for (const results of [first, second]) expect((await nextOf(results)).data).toEqual(mass(value));
    await first.return?.();
    await planets.holds(2, 2);
    const later = await planets.changed();
    expect((await nextOf(second)).data).toEqual(mass(later));
    await planets.changed('jupiter');
    expect((await nextOf(other)).data).toEqual({ planetChanged: { name: 'Jupiter' } });
    client.dispose();
    await planets.holds(0, 0);
  });

  it('runs queries and mutations, which complete', async () => {
    using client = library(() => planets.url);
    const query = client.iterate({ query: '{ whoAsks }' });
    expect((await nextOf(query)).data).toEqual({ whoAsks: 'nobody' });
    expect(await query.next()).toEqual({ done: true, value: undefined });
    const mutation = client.iterate({ query: 'mutation { rename(id: "none", name: "Dust") { name } }' });
    expect((await nextOf(mutation)).data).toEqual({ rename: null });
    expect((await mutation.next()).done).toBe(true);
  });

  it('is told what is not valid, and completes', async () => {
    using client = library(() => planets.url);
    const results = client.iterate({ query: 'subscription { planetChanged(id: "earth") { colour } }' });
    expect(codesOf(await nextOf(results))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect((await results.next()).done).toBe(true);
  });

  it('is told by the status that its token is no good', async () => {
    const headers = bearer(await planets.gateway.solarSystem.forgedToken('ada'));
    using client = library(() => planets.url, { headers });
    await expect(client.iterate(watchEarth).next()).rejects.toMatchObject({ response: { status: 401 } });
  });

  it('comes back when its gateway stops, to the one that is there then', async () => {
    await using old = await startLivePlanets();
    let url = old.url;
    const isBack = Promise.withResolvers<void>();
    let tries = 0;
    const retry = () => {
      tries += 1;
      return isBack.promise;
    };
    using client = library(() => url, { retryAttempts: 5, retry });
    const results = client.iterate(watchEarth);
    expect((await nextOf(results)).data).toEqual(mass(1));
    await old.gateway.stop();
    await waitFor('the client to notice', () => tries > 0);
    const meanwhile = await planets.changed();
    url = planets.url;
    isBack.resolve();
    expect((await nextOf(results)).data).toEqual(mass(meanwhile));
    const later = await planets.changed();
    expect((await nextOf(results)).data).toEqual(mass(later));
  });
});

describe('an EventSource as the client', () => {
  it('comes back by itself when its token has ended, and goes on where it was', async () => {
    await planets.holds(0, 0);
    const { solarSystem } = planets.gateway;
    const ids: (string | undefined)[] = [];
    const source = new EventSource(`${planets.url}/graphql?query=${encodeURIComponent(watchEarth.query)}`, {
      async fetch(input, init) {
        const token = await solarSystem.token({ sub: 'ada', expiresIn: ids.length === 0 ? -2 : 600 });
        ids.push(new Headers(init.headers).get('last-event-id') ?? undefined);
        return fetch(input, { ...init, headers: { ...init.headers, ...bearer(token) } });
      },
    });
    try {
      const seen: { id: string; text: string }[] = [];
      source.addEventListener('next', ({ lastEventId, data }) => seen.push({ id: lastEventId, text: data }));
      await waitFor('the present state', () => seen.length === 1);
      const before = await planets.changed();
      await waitFor('an event', () => seen.length === 2);
      await planets.holds(0, 0);
      const missed = [await planets.changed(), await planets.changed()];
      await waitFor('what was missed', () => seen.length === 4);
      expect(ids).toEqual([undefined, seen[1]?.id]);
      const told = seen.slice(1).map(({ text }) => JSON.parse(text).data.planetChanged.mass);
      expect(told).toEqual([before, ...missed]);
    } finally {
      source.close();
    }
    await planets.holds(0, 0);
  });
});

describe('Apollo Client 4 with its HttpLink as the client', () => {
  const client = (url: string) =>
    new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: `${url}/graphql` }) });
  const watching = gql(watchEarth.query);

  it('is told the present state and each event, and leaves', async () => {
    await planets.holds(0, 0);
    const seen: unknown[] = [];
    const subscription = client(planets.url)
      .subscribe({ query: watching })
      .subscribe(({ data }) => seen.push(data));
    await waitFor('the present state', () => seen.length === 1);
    for (let round = 2; round < 5; round += 1) {
      const value = await planets.changed();
      await waitFor('an event', () => seen.length === round);
      expect(seen.at(-1)).toMatchObject(mass(value));
    }
    await planets.holds(1, 1);
    subscription.unsubscribe();
    await planets.holds(0, 0);
  });

  it('is told what may not be seen, and completes', async () => {
    const query = gql('subscription { planetChanged(id: "none") { mass } }');
    const errors: unknown[] = [];
    const completed = Promise.withResolvers<void>();
    client(planets.url)
      .subscribe({ query })
      .subscribe({ next: ({ error }) => errors.push(error), complete: completed.resolve, error: completed.reject });
    await completed.promise;
    const [error] = errors;
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.code).toBe('SUBSCRIPTION_REFUSED');
  });

  it('is told by an error of the protocol that its gateway stops', async () => {
    await using old = await startLivePlanets();
    const errors: unknown[] = [];
    const seen: unknown[] = [];
    client(old.url)
      .subscribe({ query: watching })
      .subscribe({
        next: ({ data, error }) => (error ? errors : seen).push(error ?? data),
        error: (error) => errors.push(error),
      });
    await waitFor('the present state', () => seen.length === 1);
    await old.gateway.stop();
    await waitFor('the error', () => errors.length > 0);
    const [error] = errors;
    expect(CombinedProtocolErrors.is(error) && error.errors[0]?.extensions).toEqual({
      code: 'GOING_AWAY',
      advice: 'RETURN',
    });
  });
});
