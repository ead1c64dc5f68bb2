export { type Composed, composeSupergraph } from './compose-supergraph.ts';
export { readPublicSchema } from './public-schema.ts';
export { readTypeDefs, readTypeDefsText, type SubgraphName, subgraphNames, supergraphPath } from './read-type-defs.ts';
