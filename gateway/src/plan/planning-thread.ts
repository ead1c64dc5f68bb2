import { flushCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { GraphQLError, parse } from 'graphql';
import { collectGarbage } from './collect-garbage.ts';
import { type LoadedSupergraph, loadSupergraph } from './load-supergraph.ts';
import type {
  PlanningMessage,
  PlanningReply,
  PlanningResult,
  PlanningTask,
  SubgraphText,
} from './planning-messages.ts';

/** The thread that plans: Apollo's planner is loaded here and nowhere else. */
const port = parentPort;
if (!port) throw new Error('the planning thread was started as a process');
const supergraphs = new Map<number, LoadedSupergraph>();

/** The memory that loading took is given back when nothing is loaded any more. */
const idleMs = 1_000;
let idle: NodeJS.Timeout | undefined;

// Where there is a compile cache, it would be written when the thread ends, and this one is only ever cut off. With it
// the next start takes half the time, and 25 MB less: no TypeScript has to be stripped.
flushCompileCache();

port.on('message', async ({ task, what }: PlanningMessage) => {
  port.postMessage(await answer(task, what));
  // Plans leave little behind, supergraphs much.
  if (what.kind !== 'plan') {
    clearTimeout(idle);
    idle = setTimeout(collectGarbage, idleMs).unref();
  }
});

async function answer(task: number, what: PlanningTask): Promise<PlanningReply> {
  try {
    return { task, outcome: 'DONE', result: await run(what) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What a supergraph or a set of subgraphs is refused for is their own fault, whatever kind of error says it.
    return { task, outcome: what.kind !== 'plan' || isTooLarge(error) ? 'REFUSED' : 'FAILED', reason };
  }
}

async function run(what: PlanningTask): Promise<PlanningResult> {
  switch (what.kind) {
    case 'load': {
      const loaded = loadSupergraph(what.sdl);
      supergraphs.set(what.key, loaded);
      return loaded.facts;
    }
    case 'plan': {
      const supergraph = supergraphs.get(what.key);
      if (!supergraph) throw new Error('the supergraph is not loaded');
      return JSON.stringify(supergraph.plan(what.text, what.overrides));
    }
    case 'release':
      supergraphs.delete(what.key);
      return undefined;
    case 'compose':
      return compose(what.subgraphs);
  }
}

/** The library for composing is large, and needed in development alone. */
async function compose(subgraphs: readonly SubgraphText[]): Promise<string> {
  const { composeServices } = await import('@apollo/composition');
  const { checkLiveSources } = await import('@lectern/schema/live-fields');
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl, { noLocation: true }) }));
  const result = composeServices(services);
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  const problems = checkLiveSources(services);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return result.supergraphSdl;
}

/** The planner's own bounds have no code: they are known by what they say. */
function isTooLarge(error: unknown): boolean {
  if (error instanceof GraphQLError) return true;
  return (
    error instanceof Error &&
    /^(Exceeded maximum|Number of non-local selections exceeds|Too many options)/.test(error.message)
  );
}
