import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';

/** A supergraph of the subgraphs' texts, by their names; throws what composition has against them. */
export function composeSupergraph(subgraphs: Readonly<Record<string, string>>): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      typeDefs: parse(sdl),
      url: `http://${name}.invalid/graphql`,
    })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

/** A supergraph's text as the gateway's modules take it. */
export function readSupergraph(sdl: string): { readonly document: DocumentNode; readonly apiSchema: GraphQLSchema } {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  return { document: parse(sdl), apiSchema: supergraph.apiSchema().toGraphQLJSSchema() };
}
