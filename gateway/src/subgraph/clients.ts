import type { GraphQLDataSource } from '@apollo/gateway';
import type { OperationContext } from '../deps.ts';
import type { Generation } from '../supergraph/generation.ts';
import { createSubgraphClient, type SubgraphClient, type SubgraphClientOptions } from './client.ts';
import { createDataSource } from './data-source.ts';

type Shared = Omit<SubgraphClientOptions, 'name' | 'url'>;

export type SubgraphClients = AsyncDisposable & {
  /** The client of a configured subgraph; undefined where configuration does not name it. */
  find(name: string): SubgraphClient | undefined;
  /** A data source for each subgraph of a generation. */
  servicesOf(generation: Generation): Readonly<Record<string, GraphQLDataSource<OperationContext>>>;
};

/** Where GraphQL is served under the base URLs of configuration. */
const graphPath = '/graphql';

/** One client per address: a configured base URL goes before the address in the supergraph. */
export function createSubgraphClients(urls: Readonly<Record<string, string>>, shared: Shared): SubgraphClients {
  const clients = new Map<string, SubgraphClient>();
  const services = new WeakMap<Generation, Record<string, GraphQLDataSource<OperationContext>>>();

  function open(name: string, url: string): SubgraphClient {
    const key = `${name} ${url}`;
    const known = clients.get(key);
    if (known) return known;
    const client = createSubgraphClient({ ...shared, name, url });
    clients.set(key, client);
    return client;
  }

  function urlOf(name: string): string | undefined {
    const base = urls[name];
    return base === undefined ? undefined : new URL(graphPath, base).href;
  }

  return {
    find(name) {
      const url = urlOf(name);
      return url === undefined ? undefined : open(name, url);
    },
    servicesOf(generation) {
      const known = services.get(generation);
      if (known) return known;
      const made = Object.fromEntries(
        generation.subgraphs.map(({ name, url }) => [name, createDataSource(open(name, urlOf(name) ?? url))]),
      );
      services.set(generation, made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()));
    },
  };
}
