// Services import this when they start: nothing here may lead to the composition library.
export { readTypeDefs, readTypeDefsText, type SubgraphName, subgraphNames, supergraphPath } from './read-type-defs.ts';
