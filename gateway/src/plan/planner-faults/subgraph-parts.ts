import type { RequiredVariants, Requiring } from './required-variants.ts';

/** Into how many parts subgraphs fall for the planner, and in which of them a field stands that requires others. */
export type SubgraphParts = {
  /** 0 is the subgraph itself. */
  partOf(graph: string, type: string, field: string): number;
  /** How many parts there are beside the subgraph itself. */
  moreOf(graph: string): number;
};

/**
 * The fault: the planner asks in one request for fields that require different variants of one field, and a request
 * gives an entity one value by one name. With the `duty` and `tax` of `required-variants.ts`, both of the subgraph
 * `shipping`, the planner gets to see two subgraphs, `shipping` with `duty` and `shipping__part1` with `tax`, and plans
 * a request to each. Both go to `shipping`.
 */
export function divideSubgraphs(requirings: readonly Requiring[], variants: RequiredVariants): SubgraphParts {
  const parts = new Map<string, number>();
  /** By subgraph, for each of its parts: the variants that it is given. */
  const given = new Map<string, Map<string, string>[]>();
  for (const { graph, type, field, needs } of requirings) {
    const split = [...needs].filter(([key]) => variants.has(key));
    if (split.length === 0) continue;
    const known = given.get(graph) ?? [];
    given.set(graph, known);
    let part = known.findIndex((one) => split.every(([key, args]) => (one.get(key) ?? args) === args));
    if (part < 0) part = known.push(new Map()) - 1;
    for (const [key, args] of split) known[part]?.set(key, args);
    parts.set(`${graph} ${type}.${field}`, part);
  }
  return {
    partOf: (graph, type, field) => parts.get(`${graph} ${type}.${field}`) ?? 0,
    moreOf: (graph) => (given.get(graph)?.length ?? 1) - 1,
  };
}

/** A part as `join__Graph` names it. */
export function partGraph(graph: string, part: number): string {
  return part === 0 ? graph : `${graph}__PART${part}`;
}

/** A part as plans name it. */
export function partService(service: string, part: number): string {
  return `${service}__part${part}`;
}
