import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * `@key` on interfaces, and `@interfaceObject` in two subgraphs. Objects that a subgraph refers to and nobody can name
 * are left out: asked for fields of the interface object alone, a gateway need not notice them. What it does when it
 * has to is tested in `federation-interface-objects.test.ts`.
 */
export const interfaceObjects: SupergraphDefinition = {
  name: 'interface-objects',
  // Apollo's planner loses conditions on types on the way to an interface object (see planner-faults.ts).
  hasOneMeaningPerName: true,
  subgraphs: {
    media: `${federation2}
      type Query { media(id: ID): Media allMedia: [Media!]! film: Film }
      interface Media @key(fields: "id") { id: ID! title(lang: String): String made: Int }
      type Film implements Media @key(fields: "id") { id: ID! title(lang: String): String made: Int minutes: Int! prequel: Film }
      type Song implements Media @key(fields: "id") { id: ID! title(lang: String): String made: Int key: Key bands: [[Band]] }
      type Image implements Media @key(fields: "id") { id: ID! title(lang: String): String made: Int width: Int! }
      enum Key { C D E }
      type Band @key(fields: "id") { id: ID! name: String! songs: [Song] }
    `,
    reviews: `${federation2}
      type Query { reviewed(min: Int = 1): [Media] review: Review latest: [Review!]! }
      type Media @interfaceObject @key(fields: "id") {
        id: ID! reviews(first: Int): [Review!] score: Float! age: Int
      }
      type Review { text: String! stars: Int of: Media by: Reader }
      type Reader @key(fields: "id") { id: ID! nick: String likes: [Media] }
    `,
    shop: `${federation2}
      type Query { cheapest: Media offers: [Offer] }
      type Media @interfaceObject @key(fields: "id") { id: ID! price(currency: Currency! = EUR): Int offer: Offer! }
      enum Currency { EUR USD }
      type Offer { price: Int media: Media! until: String }
      type Band @key(fields: "id") { id: ID! tickets: Int }
      type Reader @key(fields: "id") { id: ID! wishes: [Media!] }
    `,
  },
};
