import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildASTSchema, type GraphQLSchema, isInterfaceType, parse } from 'graphql';
import type { SupergraphDefinition } from './supergraph.ts';
import { readDefinitions } from './world/definitions.ts';
import { createProjector } from './world/project.ts';
import { createReferenceIndex } from './world/reference-index.ts';
import { createSubgraphResolvers, type SubgraphResolvers } from './world/resolve-in-subgraph.ts';
import { createMergedResolvers, type MergedResolvers } from './world/resolve-merged.ts';
import { createVisibleArgs } from './world/visible-args.ts';
import { createWorld } from './world/world.ts';

/** A supergraph composed, with everything that its subgraphs and the merged schema need. */
export type TestSupergraph = {
  readonly definition: SupergraphDefinition;
  readonly sdl: string;
  /** What clients see; the merged schema. */
  readonly api: GraphQLSchema;
  readonly merged: MergedResolvers;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
};

export type TestSubgraph = { readonly schema: GraphQLSchema; readonly resolvers: SubgraphResolvers };

/** Throws an Error with all that composition says. `urlOf` gives the address of a subgraph. */
export function buildTestSupergraph(
  definition: SupergraphDefinition,
  urlOf: (supergraph: string, subgraph: string) => string,
): TestSupergraph {
  const { name, subgraphs: sdls } = definition;
  const { errors, supergraphSdl } = composeServices(
    Object.entries(sdls).map(([subgraph, sdl]) => ({
      name: subgraph,
      url: urlOf(name, subgraph),
      typeDefs: parse(sdl),
    })),
  );
  if (errors) throw new Error(`${name} does not compose:\n${errors.map(({ message }) => message).join('\n')}`);
  const api = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES })
    .apiSchema()
    .toGraphQLJSSchema();
  const supergraph = buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true });

  const definitions = readDefinitions(sdls);
  // The schemas ask for their resolvers only once there are requests; the resolvers need the schemas.
  const late = new Map<string, SubgraphResolvers>();
  const schemas = Object.fromEntries(
    Object.entries(sdls).map(([subgraph, sdl]) => {
      const refer = (type: string) => (reference: object) => late.get(subgraph)?.reference(type, reference) ?? null;
      const entities = definitions.types.filter((type) => type.subgraph === subgraph && type.keys.length > 0);
      const resolvers = Object.fromEntries(entities.map(({ type }) => [type, { __resolveReference: refer(type) }]));
      return [subgraph, buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }])];
    }),
  );
  const world = createWorld(definition, definitions, { api, supergraph, subgraphs: schemas });
  const visibleArgs = createVisibleArgs(api, world.rules);
  const projector = createProjector(world, supergraph, visibleArgs);
  const findReference = createReferenceIndex(world, projector);
  const parts = { definition, world, projector, findReference, visibleArgs };
  const subgraphs = Object.fromEntries(
    Object.entries(schemas).map(([subgraph, schema]) => {
      const resolvers = createSubgraphResolvers({ ...parts, subgraph });
      late.set(subgraph, resolvers);
      // `_entities` asks an interface itself for the type of what it refers to.
      for (const type of Object.values(schema.getTypeMap())) {
        if (isInterfaceType(type)) type.resolveType = resolvers.type;
      }
      return [subgraph, { schema, resolvers }];
    }),
  );
  return { definition, sdl: supergraphSdl, api, merged: createMergedResolvers(parts), subgraphs };
}
