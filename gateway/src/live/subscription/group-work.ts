import type { LiveEnvelope } from '@lectern/events';
import type { Logger } from '@lectern/runtime';
import type { DocumentNode } from 'graphql';
import type { OperationContext, SubgraphQuestion } from '../../deps.ts';
import type { GraphServer } from '../../operation/graph-server.ts';
import type { Generation } from '../../supergraph/generation.ts';
import type { Channel } from '../engine/channel.ts';
import type { EventRun, Group, GroupWork } from '../engine/group.ts';
import type { Topic } from '../engine/topics.ts';
import { contextOf } from './context-of.ts';
import { moveGroup } from './move-groups.ts';
import type { PreparedSubscription, SubscriptionPreparer } from './prepare-subscription.ts';
import { lossIn } from './refusal-in.ts';
import { selectFromData } from './select-from-data.ts';

export type GroupWorkDeps = {
  readonly graph: Pick<GraphServer, 'text'>;
  readonly generation: () => Generation;
  readonly prepare: SubscriptionPreparer;
  /** Of the events of one topic, so many are run for single viewers at a time: what subgraphs take without refusing. */
  readonly ownRunsMax: number;
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
  /** By topic, so that one whose subgraph is slow keeps no other one waiting. */
  const gates = new WeakMap<Topic, Gate>();

  function run(
    channel: Channel,
    { snapshotQuery }: PreparedSubscription,
    variables: Readonly<Record<string, unknown>>,
    answerRoot?: OperationContext['answerRoot'],
  ): Promise<string> {
    const context = contextOf(channel, 'LIVE', logger);
    return graph.text({ query: snapshotQuery, variables }, answerRoot ? { ...context, answerRoot } : context);
  }

  async function runEvent(group: Group, channel: Channel, event: LiveEnvelope): Promise<EventRun> {
    // Another generation may fetch what not everyone may see, and has not come to this group yet.
    if (group.prepared.generationId !== deps.generation().id) await moveGroup(group, deps.generation(), deps.prepare);
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
  }

  function gateOf(topic: Topic): Gate {
    const found = gates.get(topic) ?? createGate(deps.ownRunsMax);
    gates.set(topic, found);
    return found;
  }

  return {
    runSnapshotFor: run,
    async runSnapshot(group, channel) {
      const { prepared, variables } = group;
      const result = await gate(() => run(channel, prepared, variables));
      const refusal = lossIn(result, prepared.key);
      return { result: refusal ?? result, isRefused: refusal !== undefined };
    },
    runEvent,
    async runEventFor(group, channel, event) {
      // A viewer alone has nobody to wait for.
      if (group.prepared.route.scope === 'VIEWER') return runEvent(group, channel, event);
      return gateOf(group.topic)(() => runEvent(group, channel, event));
    },
  };
}

type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many run at a time; the others wait. */
function createGate(max: number): Gate {
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
