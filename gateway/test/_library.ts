import { GraphQLError } from 'graphql';
import { type Federated, startFederated } from './_federated.ts';
import { createGate, type Gate } from './_gate.ts';

export type Library = Federated & { readonly gates: Record<'books' | 'authors' | 'opinions' | 'prices', Gate> };

/** Books, what people think of them, and what they cost; each subgraph can be held back. */
export async function startLibrary(options: Parameters<typeof startFederated>[1] = {}): Promise<Library> {
  const gates = { books: createGate(), authors: createGate(), opinions: createGate(), prices: createGate() };
  const titles: Readonly<Record<string, string>> = { 1: 'Emma', 2: 'Ulysses', 3: 'Dracula' };
  const bookOf = (id: string) => ({ __typename: 'Book', id, title: titles[id] });
  const books = {
    typeDefs: `
      type Query { book(id: ID!): Book books: [Book!]! items: [Item] }
      type Mutation { rename(id: ID!, title: String!): Book }
      interface Item { id: ID! title: String! }
      type Book implements Item @key(fields: "id") { id: ID! title: String! author: Author lost: String! }
      type Film implements Item @key(fields: "id") { id: ID! title: String! }
      type Author @key(fields: "id") { id: ID! name: String! }
    `,
    resolvers: {
      Query: {
        book: (_: unknown, { id }: { id: string }) => (titles[id] ? bookOf(id) : null),
        books: () => Object.keys(titles).map(bookOf),
        items: () => [bookOf('1'), { __typename: 'Film', id: '9', title: 'Metropolis' }, null],
      },
      Mutation: { rename: (_: unknown, { id, title }: { id: string; title: string }) => ({ ...bookOf(id), title }) },
      Book: {
        __resolveReference: async ({ id }: { id: string }) => {
          await gates.books.pass();
          return bookOf(id);
        },
        author: async ({ id }: { id: string }) => {
          await gates.authors.pass();
          return { id: `a${id}`, name: `Author of ${titles[id]}` };
        },
        lost: () => null,
      },
      Author: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Author of ${titles[id.slice(1)]}` }) },
    },
  };
  const opinions = {
    typeDefs: `
      type Book @key(fields: "id") {
        id: ID!
        stars: Int!
        blurb: String!
        quote: String
        secret: String @federation__authenticated
        sealed: String! @federation__authenticated
      }
      type Film @key(fields: "id") { id: ID! stars: Int! }
      type Author @key(fields: "id") { id: ID! fans: Int }
    `,
    resolvers: {
      Book: {
        __resolveReference: async ({ id }: { id: string }) => {
          await gates.opinions.pass();
          return { id };
        },
        stars: ({ id }: { id: string }) => Number(id),
        blurb: ({ id }: { id: string }) => {
          if (id === '2') throw new GraphQLError('nobody has finished it', { extensions: { code: 'UNREAD' } });
          return `Blurb ${id}`;
        },
        quote: ({ id }: { id: string }) => {
          if (id === '2') throw new GraphQLError('nothing to quote', { extensions: { code: 'UNREAD' } });
          return `Quote ${id}`;
        },
      },
      Film: { __resolveReference: ({ id }: { id: string }) => ({ id, stars: 5 }) },
      Author: {
        __resolveReference: async ({ id }: { id: string }) => {
          await gates.opinions.pass();
          return { id, fans: 100 };
        },
      },
    },
  };
  const prices = {
    typeDefs: `type Book @key(fields: "id") { id: ID! price: Int }`,
    resolvers: {
      Book: {
        __resolveReference: async ({ id }: { id: string }) => {
          await gates.prices.pass();
          return { id, price: Number(id) * 10 };
        },
      },
    },
  };
  const federated = await startFederated({ books, opinions, prices }, options);
  return {
    ...federated,
    gates,
    async [Symbol.asyncDispose]() {
      for (const gate of Object.values(gates)) gate.open();
      await federated[Symbol.asyncDispose]();
    },
  };
}
