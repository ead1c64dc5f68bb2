import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { prettyFormatQueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { loadSupergraph } from '../src/plan/load-supergraph.ts';
import { composeSupergraph } from './_compose.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable"
])\n`;

/** The smallest graphs that Apollo's planner plans wrongly; with the link that all their subgraphs begin with. */
export function composeParcels(subgraphs: Readonly<Record<string, string>>): string {
  const texts = Object.entries(subgraphs).map(([name, sdl]) => [name, link + sdl] as const);
  return composeSupergraph(Object.fromEntries(texts));
}

/** `shipping` has fields that require the price of a parcel, which `depot` knows, in the ways that are given. */
export function composePrices(requiring: Readonly<Record<string, string>>, argument = 'currency: String!'): string {
  const fields = Object.entries(requiring).map(([field, fields]) => `${field}: Int @requires(fields: """${fields}""")`);
  return composeParcels({
    depot: `
      type Query { parcel: Parcel }
      type Parcel @key(fields: "id") { id: ID! price(${argument}): Int }
    `,
    shipping: `type Parcel @key(fields: "id") { id: ID! price(${argument}): Int @external ${fields.join(' ')} }`,
  });
}

/** The plan of the planner alone, as text. */
export function planBare(sdl: string, query: string): string {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const operation = operationFromDocument(supergraph.apiSchema(), parse(query));
  return onOneLine(prettyFormatQueryPlan(new QueryPlanner(supergraph).buildQueryPlan(operation)));
}

/** The gateway's plan, as text. */
export function planRight(sdl: string, query: string): string {
  return onOneLine(prettyFormatQueryPlan(loadSupergraph(sdl).plan(query, [])));
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
