export const operationNames = ['oneSubgraph', 'entity', 'mutation', 'heavy'] as const;
export type OperationName = (typeof operationNames)[number];

export type Operation = {
  readonly name: OperationName;
  readonly graph: 'small' | 'heavy';
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The one subgraph that could answer it alone, for the floor; `canned` serves the whole answer from one address. */
  readonly floor?: 'readers' | 'canned';
};

const heavy = `
  query Heavy {
    users {
      ...User
      reviews {
        ...Review
        product {
          ...Product
          reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
        }
      }
    }
    topProducts {
      ...Product
      reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
    }
  }
  fragment User on User { id login name }
  fragment Review on Review { id text }
  fragment Product on Product { sku title price weight inStock shippingEstimate }`;

const operations: Readonly<Record<OperationName, Operation>> = {
  oneSubgraph: {
    name: 'oneSubgraph',
    graph: 'small',
    query: 'query Reader { reader { id name city } }',
    floor: 'readers',
  },
  entity: {
    name: 'entity',
    graph: 'small',
    query: 'query Loans { reader { id name loanCount lastTitle } }',
  },
  mutation: {
    name: 'mutation',
    graph: 'small',
    query: 'mutation Rename($id: ID!, $name: String!) { renameReader(id: $id, name: $name) { id name city } }',
    variables: { id: 'r-1', name: 'Ada Summer' },
    floor: 'readers',
  },
  heavy: { name: 'heavy', graph: 'heavy', query: heavy, floor: 'canned' },
};

export const operationOf = (name: OperationName): Operation => operations[name];

/** The body of the request that asks it. */
export const bodyOf = ({ query, variables }: Pick<Operation, 'query' | 'variables'>): string =>
  JSON.stringify({ query: query.replace(/\s+/g, ' ').trim(), ...(variables && { variables }) });
