import { type Schema, Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { sha256 } from '../operation/trusted-documents.ts';
import { createPlanner, type Planner } from '../plan/planner.ts';
import { type LiveRoute, readLiveRoutes } from './live-routes.ts';

/** Everything made from one supergraph. A request stays with the generation it began in. */
export type Generation = {
  /** SHA-256 of the supergraph's text. */
  readonly id: string;
  readonly sdl: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** The same for Apollo's planner and executor. */
  readonly plannerSchema: Schema;
  /** Also what is inaccessible to clients. */
  readonly supergraphSchema: GraphQLSchema;
  /** Addresses as the supergraph gives them. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly planner: Planner;
  readonly liveRoutes: ReadonlyMap<string, LiveRoute>;
};

/** Throws an Error that says what is wrong with the supergraph. */
export function createGeneration(sdl: string): Generation {
  const document: DocumentNode = parse(sdl, { noLocation: true });
  const supergraph = Supergraph.build(document, { validateSupergraph: true });
  const plannerSchema = supergraph.apiSchema();
  return {
    id: sha256(sdl),
    sdl,
    apiSchema: plannerSchema.toGraphQLJSSchema(),
    plannerSchema,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    subgraphs: supergraph.subgraphsMetadata(),
    planner: createPlanner(supergraph, plannerSchema),
    liveRoutes: readLiveRoutes(document),
  };
}
