import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Library, startLibrary } from './_library.ts';

const query = gql`
  query Shop($id: ID!) {
    book(id: $id) {
      id
      title
      ... @defer {
        stars
        author {
          id
          name
          ... @defer {
            fans
          }
        }
      }
      ...Price @defer
    }
    books {
      id
      ... @defer {
        quote
      }
    }
  }
  fragment Price on Book {
    price
  }
`;

describe.each([
  ['GraphQL17Alpha9Handler', 'incrementalSpec=v0.2', () => new GraphQL17Alpha9Handler()],
  ['Defer20220824Handler', 'deferSpec=20220824', () => new Defer20220824Handler()],
] as const)('Apollo Client 4 with its %s', (_, parameter, createHandler) => {
  let library: Library;
  const types: (string | null)[] = [];
  beforeAll(async () => {
    library = await startLibrary();
  });
  afterAll(async () => library[Symbol.asyncDispose]());

  function createClient(): ApolloClient {
    const watched: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      types.push(response.headers.get('content-type'));
      return response;
    };
    const options: ApolloClient.Options = {
      cache: new InMemoryCache(),
      link: ApolloLink.from([new HttpLink({ uri: library.url, fetch: watched })]),
    };
    // The client's own types do not allow for `exactOptionalPropertyTypes`.
    return new ApolloClient(Object.assign(options, { incrementalHandler: createHandler() }));
  }

  it('shows the first part while the rest is held back, and ends with all of it', async () => {
    library.gates.opinions.close();
    library.gates.prices.close();
    const client = createClient();
    const shown: { data: unknown; error: unknown }[] = [];
    const first = Promise.withResolvers<void>();
    const last = Promise.withResolvers<void>();
    const watching = client.watchQuery({ query, variables: { id: '1' }, errorPolicy: 'all' }).subscribe((result) => {
      if (result.dataState === 'empty') return;
      shown.push({ data: result.data, error: result.error });
      first.resolve();
      if (!result.loading) last.resolve();
    });
    await first.promise;
    expect(shown[0]?.data).toMatchObject({
      book: { id: '1', title: 'Emma' },
      books: [{ id: '1' }, { id: '2' }, { id: '3' }],
    });
    expect(shown[0]?.data).not.toHaveProperty('book.stars');
    expect(shown[0]?.data).not.toHaveProperty('book.price');
    library.gates.opinions.open();
    library.gates.prices.open();
    await last.promise;
    watching.unsubscribe();
    expect(types.at(-1)).toBe(`multipart/mixed; boundary="-"; ${parameter}`);
    const whole = {
      book: {
        title: 'Emma',
        stars: 1,
        author: { id: 'a1', name: 'Author of Emma', fans: 100 },
        price: 10,
      },
      books: [{ quote: 'Quote 1' }, { quote: null }, { quote: 'Quote 3' }],
    };
    expect(shown.at(-1)?.data).toMatchObject(whole);
    expect(String(shown.at(-1)?.error)).toMatch('nothing to quote');
  });
});
