import type { Logger } from '@lectern/runtime';
import type { DocumentNode } from 'graphql';
import type { OperationContext, SubgraphQuestion } from '../../deps.ts';
import type { GraphServer } from '../../operation/graph-server.ts';
import type { Generation } from '../../supergraph/generation.ts';
import type { Channel } from '../engine/channel.ts';
import type { GroupWork } from '../engine/group.ts';
import { contextOf } from './context-of.ts';
import type { PreparedSubscription } from './prepare-subscription.ts';
import { selectFromData } from './select-from-data.ts';

export type GroupWorkDeps = {
  readonly graph: Pick<GraphServer, 'text'>;
  readonly generation: () => Generation;
  /** Parses, and remembers. */
  readonly readDocument: (text: string) => DocumentNode;
  readonly logger: Logger;
};

export type SnapshotRuns = GroupWork & {
  /** The JSON text of the snapshot as the viewer of the channel sees it. */
  runSnapshotFor(
    channel: Channel,
    prepared: PreparedSubscription,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<string>;
};

/** Snapshots that groups ask for by themselves, when Redis has come back empty: as many at a time. */
const snapshotsAtOnce = 32;

/** Runs events and snapshots through the plan of the snapshot query. */
export function createGroupWork(deps: GroupWorkDeps): SnapshotRuns {
  const { graph, logger } = deps;
  const gate = createGate(snapshotsAtOnce);

  function run(
    channel: Channel,
    { snapshotQuery }: PreparedSubscription,
    variables: Readonly<Record<string, unknown>>,
    answerRoot?: OperationContext['answerRoot'],
  ): Promise<string> {
    const context = contextOf(channel, 'LIVE', logger);
    return graph.text({ query: snapshotQuery, variables }, answerRoot ? { ...context, answerRoot } : context);
  }

  return {
    runSnapshotFor: run,
    runSnapshot: (group, channel) => gate(() => run(channel, group.prepared, group.variables)),
    async runEvent(group, channel, event) {
      const { prepared, variables } = group;
      let isCarried = true;
      const answerRoot = ({ query, variables: given }: SubgraphQuestion) => {
        const selected = selectFromData({
          schema: deps.generation().supergraphSchema,
          document: deps.readDocument(query),
          variables: given,
          field: prepared.route.snapshot,
          value: event.data,
        });
        isCarried &&= selected !== undefined;
        return selected;
      };
      const result = await run(channel, prepared, variables, answerRoot);
      return { result, isCarried };
    },
  };
}

/** Lets so many run at a time; the others wait. */
function createGate(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
