import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * Plans of Apollo's planner that no executor can make right. The supergraphs and the generator of the differential
 * test keep clear of them; `planner-faults.test.ts` shows the plans, and fails when one has become right.
 */
export type PlannerFault = {
  readonly what: string;
  readonly supergraph: SupergraphDefinition;
  readonly query: string;
  /** What a right plan would hold, and this one does not. */
  readonly lacks: RegExp;
  /** What shows that the plan is wrong. */
  readonly holds: RegExp;
};

const parcels = `${federation2}
  type Query { parcel: Parcel }
  type Parcel @key(fields: "id") { id: ID! price(currency: String!): Float size: Int }
`;

export const plannerFaults: readonly PlannerFault[] = [
  {
    what: 'of two fields that require one field with different arguments, one gets the value of the other',
    supergraph: {
      name: 'conflicting-requirements',
      subgraphs: {
        parcels,
        shipping: `${federation2}
          type Parcel @key(fields: "id") {
            id: ID! price(currency: String!): Float @external
            duty: Float @requires(fields: "price(currency: \\"USD\\")")
            tax: Float @requires(fields: "price(currency: \\"EUR\\")")
          }
        `,
      },
    },
    query: '{ parcel { duty tax } }',
    holds: /price\(currency: "(USD|EUR)"\)/,
    lacks:
      /price\(currency: "USD"\)[\s\S]*price\(currency: "EUR"\)|price\(currency: "EUR"\)[\s\S]*price\(currency: "USD"\)/,
  },
  {
    what: 'a field is asked for before what it requires, when another field requires it and the first fetch could ask it',
    supergraph: {
      name: 'early-requirement',
      subgraphs: {
        parcels,
        shipping: `${federation2}
          type Query { next: Parcel }
          type Parcel @key(fields: "id") {
            id: ID! size: Int @external
            cost: Int @requires(fields: "size")
          }
        `,
        billing: `${federation2}
          type Parcel @key(fields: "id") { id: ID! cost: Int @external invoice: String @requires(fields: "cost") }
        `,
      },
    },
    query: '{ next { invoice } }',
    holds: /next \{\s+(\w+\s+)*cost/,
    lacks: /size\s+\w*\s*\} =>\s+\{\s+\.\.\. on Parcel \{\s+cost/,
  },
  {
    what: 'a conditional object of which all fields are left out is not asked for: nobody can tell it from null',
    supergraph: { name: 'empty-object', subgraphs: { parcels } },
    query: 'query ($a: Boolean!, $b: Boolean!) { parcel @include(if: $a) { size @include(if: $b) } }',
    holds: /^QueryPlan \{\s+Include\(if: \$b\)/,
    lacks: /__typename/,
  },
  {
    what: 'a condition on a type is lost on the way to an interface object: its fields are asked for all types',
    supergraph: {
      name: 'lost-condition',
      subgraphs: {
        media: `${federation2}
          type Query { all: [Media] }
          interface Media @key(fields: "id") { id: ID! }
          type Film implements Media @key(fields: "id") { id: ID! }
          type Song implements Media @key(fields: "id") { id: ID! }
        `,
        reviews: `${federation2}
          type Media @interfaceObject @key(fields: "id") { id: ID! score: Int text: String }
        `,
      },
    },
    query: '{ all { score ... on Song { text } } }',
    holds: /\.\.\. on Media \{\s+score\s+text/,
    lacks: /\.\.\. on Song \{\s+text/,
  },
];
