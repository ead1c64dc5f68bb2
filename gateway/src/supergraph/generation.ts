import { setImmediate as turn } from 'node:timers/promises';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { sha256 } from '../operation/trusted-documents.ts';
import { createPlanCache, type PlanCache, type PlanCacheEvents } from '../plan/plan-cache.ts';
import type { PlannedSupergraph, Planning } from '../plan/planning.ts';
import { type LiveRoute, readLiveRoutes } from './live-routes.ts';

/** Everything made from one supergraph. A request stays with the generation it began in. */
export type Generation = {
  /** SHA-256 of the supergraph's text. */
  readonly id: string;
  readonly sdl: string;
  /** The supergraph, parsed. */
  readonly document: DocumentNode;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Also what is inaccessible to clients. */
  readonly supergraphSchema: GraphQLSchema;
  /** Addresses as the supergraph gives them. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Labels of progressive `@override(label:)`, e.g. `percent(20)`. */
  readonly overrideLabels: readonly string[];
  readonly planner: PlanCache;
  readonly liveRoutes: ReadonlyMap<string, LiveRoute>;
  /** Holds the generation until the lease is disposed, so that plans can still be made after another took over. */
  retain(): Disposable;
  /** Frees its planner and plans when nobody holds it any more, at the latest when `boundMs` have passed. */
  retire(options?: { readonly lingerMs?: number; readonly boundMs?: number }): void;
};

/** A request that was admitted just before another generation took over has asked for its plan by then. */
const lingerMsDefault = 10_000;
const boundMsDefault = 60_000;

/**
 * Loads a supergraph in the planning thread and builds its schemas, one after the other with a turn of the event loop
 * between them. Rejects with an Error that says what is wrong with the supergraph.
 */
export async function createGeneration(
  sdl: string,
  planning: Pick<Planning, 'load'>,
  events: PlanCacheEvents = {},
): Promise<Generation> {
  const loading = planning.load(sdl);
  // What is wrong here is thrown below; until then it is nobody's unhandled rejection.
  loading.catch(() => undefined);
  let supergraph: PlannedSupergraph | undefined;
  try {
    await turn();
    const document = parse(sdl, { noLocation: true });
    await turn();
    supergraph = await loading;
    const supergraphSchema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
    await turn();
    const api = parse(supergraph.apiSdl, { noLocation: true });
    await turn();
    const apiSchema = buildASTSchema(api, { assumeValid: true, assumeValidSDL: true });
    return {
      id: sha256(sdl),
      sdl,
      document,
      apiSchema,
      supergraphSchema,
      subgraphs: supergraph.subgraphs,
      overrideLabels: supergraph.overrideLabels,
      liveRoutes: readLiveRoutes(document),
      ...createLife(supergraph, events),
    };
  } catch (error) {
    void loading.then(
      ({ release }) => release(),
      () => undefined,
    );
    throw error;
  }
}

/** How often a retired generation looks whether it is still used. */
const lookMs = 250;

function createLife(supergraph: PlannedSupergraph, events: PlanCacheEvents) {
  const planner = createPlanCache(supergraph, events);
  let leases = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    planner,
    retain(): Disposable {
      leases += 1;
      let isHeld = true;
      return {
        [Symbol.dispose]() {
          if (isHeld) leases -= 1;
          isHeld = false;
        },
      };
    },
    retire({ lingerMs = lingerMsDefault, boundMs = boundMsDefault }: { lingerMs?: number; boundMs?: number } = {}) {
      if (timer) return;
      const deadline = performance.now() + boundMs;
      const look = () => {
        if ((leases > 0 || planner.pending > 0) && performance.now() < deadline) {
          timer = setTimeout(look, lookMs).unref();
          return;
        }
        supergraph.release();
        planner.clear();
      };
      timer = setTimeout(look, lingerMs).unref();
    },
  };
}
