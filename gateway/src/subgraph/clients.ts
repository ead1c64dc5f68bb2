import type { Generation } from '../supergraph/generation.ts';
import { createSubgraphClient, type SubgraphClient, type SubgraphClientOptions } from './client.ts';

type Shared = Omit<SubgraphClientOptions, 'name' | 'url'>;

/** Where subgraphs are, before what the supergraph says. */
export type SubgraphPlaces = {
  /** Base URLs by name; GraphQL is at `/graphql` there. */
  readonly urls: Readonly<Record<string, string>>;
  /** Addresses of GraphQL itself, by name. */
  readonly endpoints?: Readonly<Record<string, string>> | undefined;
  /** Deadlines of single subgraphs in milliseconds, by name. */
  readonly timeouts?: Readonly<Record<string, number>> | undefined;
};

export type SubgraphClients = AsyncDisposable & {
  /** The client of a configured subgraph; undefined where configuration does not name it. */
  find(name: string): SubgraphClient | undefined;
  /** The client of each subgraph of a generation, by name. */
  clientsOf(generation: Generation): ReadonlyMap<string, SubgraphClient>;
  /** All that are open. */
  all(): Iterable<SubgraphClient>;
};

/** Where GraphQL is served under the base URLs of configuration. */
const graphPath = '/graphql';

/** One client per address: a configured base URL goes before the address in the supergraph. */
export function createSubgraphClients(
  { urls, endpoints = {}, timeouts = {} }: SubgraphPlaces,
  shared: Shared,
): SubgraphClients {
  const clients = new Map<string, SubgraphClient>();
  const ofGeneration = new WeakMap<Generation, ReadonlyMap<string, SubgraphClient>>();

  function open(name: string, url: string): SubgraphClient {
    const key = `${name} ${url}`;
    const known = clients.get(key);
    if (known) return known;
    const client = createSubgraphClient({ ...shared, timeoutMs: timeouts[name] ?? shared.timeoutMs, name, url });
    clients.set(key, client);
    return client;
  }

  function urlOf(name: string): string | undefined {
    const base = urls[name];
    const endpoint = endpoints[name];
    if (endpoint !== undefined) return endpoint;
    return base === undefined ? undefined : new URL(graphPath, base).href;
  }

  return {
    find(name) {
      const url = urlOf(name);
      return url === undefined ? undefined : open(name, url);
    },
    all: () => clients.values(),
    clientsOf(generation) {
      const known = ofGeneration.get(generation);
      if (known) return known;
      const made = new Map(generation.subgraphs.map(({ name, url }) => [name, open(name, urlOf(name) ?? url)]));
      ofGeneration.set(generation, made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()));
    },
  };
}
