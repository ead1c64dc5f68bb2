import type { LiveEnvelope } from '@lectern/events';
import type { LiveSubscription, TopicSubscriber } from '@lectern/fanout';
import { withTimeout } from '@lectern/runtime';
import { type DocumentNode, type FormattedExecutionResult, getArgumentValues, getVariableValues } from 'graphql';
import type { Verdict } from '../authorization/read-authorization.ts';
import { refusalErrors } from '../authorization/refusal-errors.ts';
import type { OperationContext, SubgraphQuestion } from '../deps.ts';
import type { GatewayMetrics } from '../events.ts';
import type { GraphServer } from '../operation/graph-server.ts';
import type { Generation } from '../supergraph/generation.ts';
import { topicName } from '../supergraph/live-routes.ts';
import { liveErrors } from './live.errors.ts';
import { verdictFor, verdictKey } from './live-verdict.ts';
import type { PreparedSubscription } from './prepare-subscription.ts';
import { selectFromData } from './select-from-data.ts';
import type { SharedRuns } from './shared-runs.ts';

export type LiveResult = FormattedExecutionResult;

export type LiveTopics = Pick<TopicSubscriber, 'subscribe' | 'lastEvent'>;

export type SubscribeDeps = {
  readonly graph: GraphServer;
  readonly topics: LiveTopics;
  readonly metrics: GatewayMetrics;
  readonly shared: SharedRuns<LiveResult>;
  /** Parses, and remembers. */
  readonly readDocument: (text: string) => DocumentNode;
};

type Position = Pick<LiveEnvelope, 'epoch' | 'offset'>;

/** Redis answers in a millisecond; after this it is taken to be away. */
const topicTimeoutMs = 5_000;

/**
 * Starts a live subscription: the topic first, then the snapshot as the viewer, then the events after it. What was
 * published before the snapshot was taken is in it and is dropped by its position, so nothing is missed between the
 * two and nothing seen twice. Gives a result with errors instead when the snapshot shows nothing.
 */
export async function subscribe(
  deps: SubscribeDeps,
  generation: Generation,
  prepared: PreparedSubscription,
  variables: Readonly<Record<string, unknown>>,
  context: () => OperationContext,
): Promise<AsyncGenerator<LiveResult, void, void> | LiveResult> {
  const topic = topicOf(generation, prepared, variables);
  if (typeof topic !== 'string') return topic;
  const forbidden = forbiddenOf(verdictFor(prepared.requirements, context()));
  if (forbidden) return forbidden;
  const events = deps.topics.subscribe(topic);
  try {
    const before = await openTopic(deps.topics, events, topic);
    const request = { query: prepared.snapshotQuery, operationName: prepared.operationName, variables };
    const first = await deps.graph.run(request, { ...context(), door: 'LIVE', isCounted: true });
    const refused = refusalOf(first, prepared.key);
    if (refused) {
      await events.return();
      return refused;
    }
    return deliver(deps, { generation, prepared, variables, context, topic }, events, first, before);
  } catch (error) {
    await events.return();
    throw error;
  }
}

/** The position of the event published last, once no later one can be missed. */
async function openTopic(topics: LiveTopics, events: LiveSubscription, topic: string): Promise<Position | undefined> {
  try {
    await withTimeout('subscribing to a topic', topicTimeoutMs, events.ready);
    return (await topics.lastEvent(topic)) ?? undefined;
  } catch (cause) {
    throw liveErrors.make('LIVE_UNAVAILABLE', { cause });
  }
}

type Subscription = {
  readonly generation: Generation;
  readonly prepared: PreparedSubscription;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: () => OperationContext;
  readonly topic: string;
};

function topicOf(
  { apiSchema }: Generation,
  { route, rootField, document, operationName }: PreparedSubscription,
  variables: Readonly<Record<string, unknown>>,
): string | LiveResult {
  const operation = document.definitions.find(
    (node) => node.kind === 'OperationDefinition' && (node.name?.value ?? undefined) === operationName,
  );
  const definitions = operation?.kind === 'OperationDefinition' ? (operation.variableDefinitions ?? []) : [];
  const { coerced, errors } = getVariableValues(apiSchema, definitions, variables, { maxErrors: 10 });
  if (errors) {
    return { errors: errors.map((error) => ({ ...error.toJSON(), extensions: { code: 'BAD_USER_INPUT' } })) };
  }
  const field = apiSchema.getSubscriptionType()?.getFields()[route.field];
  if (!field) throw liveErrors.make('SUBSCRIPTION_NOT_LIVE');
  return topicName(route, getArgumentValues(field, rootField, coerced));
}

/** The answer to who may not have the subscription at all. */
function forbiddenOf(verdict: Verdict): LiveResult | undefined {
  if (verdict.isAllowed || verdict.document) return undefined;
  return { errors: refusalErrors(verdict.refusals).map((error) => error.toJSON()) };
}

/** A snapshot that shows nothing refuses the subscription: with its own errors, or as for something not there. */
function refusalOf(first: LiveResult, key: string): LiveResult | undefined {
  if (first.data?.[key] !== null && first.data?.[key] !== undefined) return undefined;
  if (first.errors) return { errors: first.errors };
  const { message, code } = liveErrors.make('SUBSCRIPTION_REFUSED');
  return { errors: [{ message, path: [key], extensions: { code } }] };
}

function deliver(
  deps: SubscribeDeps,
  subscription: Subscription,
  events: LiveSubscription,
  first: LiveResult,
  before: Position | undefined,
): AsyncGenerator<LiveResult, void, void> {
  const { prepared, variables, context, topic } = subscription;
  let verdict = verdictFor(prepared.requirements, context());
  let group = deps.shared.join(groupKey(subscription, verdict));
  let position = before;
  let pending: LiveResult | undefined = at(first, position);
  let hasEnded = false;
  deps.metrics.subscriptionStarted();

  function end(): void {
    if (hasEnded) return;
    hasEnded = true;
    group.leave();
    deps.metrics.subscriptionEnded();
  }

  /** A renewed token may allow less, or more: from then on its events are shared with others. */
  function follow(now: Verdict): void {
    if (now === verdict) return;
    verdict = now;
    group.leave();
    group = deps.shared.join(groupKey(subscription, verdict));
  }

  async function next(): Promise<IteratorResult<LiveResult, void>> {
    if (pending) {
      const value = pending;
      pending = undefined;
      return { value, done: false };
    }
    for (;;) {
      const step = await events.next();
      if (step.done) {
        end();
        return { value: undefined, done: true };
      }
      if (!isAfter(step.value, position)) continue;
      position = step.value;
      follow(verdictFor(prepared.requirements, context()));
      const forbidden = forbiddenOf(verdict);
      if (forbidden) return { value: at(forbidden, position), done: false };
      const event = `${topic} ${step.value.epoch} ${step.value.offset}`;
      const { result, isShared } = await group.run(event, () => runEvent(deps, subscription, step.value));
      deps.metrics.liveEventRun(isShared ? 'shared' : 'run');
      return { value: at(result, position), done: false };
    }
  }

  // Written out and not a generator function: `return` of one waits for the event that its `next` is waiting for.
  return {
    next,
    async return() {
      end();
      await events.return();
      return { value: undefined, done: true };
    },
    async throw(error) {
      end();
      await events.return();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };

  function groupKey({ generation }: Subscription, verdict: Verdict): string {
    const { viewer } = context();
    // Other subgraphs may answer each viewer differently, so only events that ask none of them are shared by all.
    const mayShare = prepared.route.scope === 'SHARED' && prepared.isRootOnly;
    const own = viewer.kind === 'USER' ? `${viewer.id} ${viewer.via} ${viewer.address ?? ''}` : viewer.kind;
    const whose = mayShare ? 'all' : own;
    return JSON.stringify([
      generation.id,
      prepared.snapshotId,
      prepared.operationName,
      variables,
      whose,
      verdictKey(verdict),
    ]);
  }
}

async function runEvent(deps: SubscribeDeps, subscription: Subscription, envelope: LiveEnvelope): Promise<LiveResult> {
  const { generation, prepared, variables, context } = subscription;
  const answerRoot = ({ query, variables: given }: SubgraphQuestion) =>
    selectFromData({
      schema: generation.supergraphSchema,
      document: deps.readDocument(query),
      variables: given,
      field: prepared.route.snapshot,
      value: envelope.data,
    });
  return deps.graph.run(
    { query: prepared.snapshotQuery, operationName: prepared.operationName, variables },
    { ...context(), door: 'LIVE', isCounted: true, answerRoot },
  );
}

function isAfter(event: Position, position: Position | undefined): boolean {
  return position === undefined || event.epoch !== position.epoch || event.offset > position.offset;
}

function at(result: LiveResult, position: Position | undefined): LiveResult {
  if (!position) return result;
  const { epoch, offset } = position;
  return { ...result, extensions: { ...result.extensions, position: { epoch, offset } } };
}
