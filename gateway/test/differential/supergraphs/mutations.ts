import { federation2, type Step, type SupergraphDefinition } from '../supergraph.ts';

function write(text: string): Step {
  return (journal, args) => {
    journal.push(`${text}(${String(args.word)})`);
    if (args.word === 'USD') throw new Error('this word is refused');
    return journal.join(' ');
  };
}

const read: Step = (journal) => journal.length;

/** Mutations of several subgraphs, done one after the other: each tells what was done before it. */
export const mutations: SupergraphDefinition = {
  name: 'mutations',
  steps: {
    'Mutation.append': write('append'),
    'Mutation.mark': write('mark'),
    'Mutation.seal': write('seal'),
    'Mutation.length': read,
    'Mutation.count': read,
  },
  subgraphs: {
    pages: `${federation2}
      type Query { page(id: ID): Page pages: [Page!] }
      type Mutation { append(session: ID!, word: String): String length(session: ID!): Int! addPage(in: PageInput!, tags: [Tag!] = [RED]): Page }
      input PageInput { title: String! body: [String] tag: Tag = RED }
      enum Tag { RED GREEN }
      type Page @key(fields: "id") { id: ID! title: String tag: Tag next: Page }
    `,
    marks: `${federation2}
      type Query { marks: [Mark] }
      type Mutation { mark(session: ID!, word: String): String count(session: ID!): Int markPage(id: ID!): Mark! remove(ids: [ID!]!): [Page] }
      type Mark { at: Int! page: Page by: String! }
      type Page @key(fields: "id") { id: ID! marks(first: Int): [Mark!] marked: Boolean! }
    `,
    seals: `${federation2}
      type Query { seal: Seal }
      type Mutation { seal(session: ID!, word: String): String! sealed(deep: Boolean): Seal }
      type Seal { wax: String! pages: [Page] }
      type Page @key(fields: "id") { id: ID! seal: Seal title: String @external sealText: String @requires(fields: "title") }
    `,
  },
};
