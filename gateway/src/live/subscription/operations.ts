import { LecternError } from '@lectern/errors';
import type { Logger } from '@lectern/runtime';
import type { GraphQLFormattedError } from 'graphql';
import type { GraphServer } from '../../operation/graph-server.ts';
import { extensionsOf, toGraphQLError } from '../../operation/mask-error.ts';
import type { Channels } from '../connection/channels.ts';
import type { Member } from '../engine/member.ts';
import { liveErrors } from '../live.errors.ts';
import { contextOf } from './context-of.ts';
import type { OperationReader } from './read-operation.ts';
import { type StartDeps, type Subscribing, startSubscription } from './start-subscription.ts';

/** What becomes of an operation, for the transport to say in its own words. */
export type Outcome =
  /** It runs; events go to the member. */
  | { readonly kind: 'LIVE' }
  /** One result, and that is all. JSON text. */
  | { readonly kind: 'RESULT'; readonly result: string }
  /** Nothing was run. */
  | { readonly kind: 'ERRORS'; readonly errors: readonly GraphQLFormattedError[] };

type Payload = Readonly<Record<string, unknown>>;

/** A supergraph that changes while a subscription starts starts it anew, so many times. */
const movesMax = 3;

/** Runs operations of any kind over channels. */
export type LiveOperations = {
  /** The member must have joined its channel. Rejects only for what is nobody's fault but ours. */
  run(member: Member, payload: Payload): Promise<Outcome>;
};

export type LiveOperationsDeps = {
  readonly read: OperationReader;
  readonly graph: Pick<GraphServer, 'text'>;
  readonly channels: Channels;
  readonly start: StartDeps;
  readonly logger: Logger;
};

export function createLiveOperations(deps: LiveOperationsDeps): LiveOperations {
  const { logger } = deps;

  async function subscribe(member: Member, asked: Subscribing): Promise<Outcome | undefined> {
    try {
      const { kind, ...refusal } = await startSubscription(deps.start, member, asked);
      if (kind === 'MOVED') return undefined;
      return 'result' in refusal ? { kind: 'RESULT', result: refusal.result } : { kind: 'LIVE' };
    } catch (error) {
      if (!(error instanceof LecternError)) throw error;
      const { message } = error;
      const errors = [{ message, path: [asked.prepared.key], extensions: extensionsOf(error) }];
      return { kind: 'RESULT', result: JSON.stringify({ errors }) };
    }
  }

  async function run(member: Member, payload: Payload, triesLeft: number): Promise<Outcome> {
    const { channel } = member;
    const context = contextOf(channel, 'SOCKET', logger);
    const operation = await deps.read(payload, context);
    if (operation.kind === 'ERRORS') return operation;
    if (operation.kind === 'OTHER')
      return { kind: 'RESULT', result: await deps.graph.text(operation.request, context) };
    if (!member.isCounted && !deps.channels.takeSubscription(member)) {
      return { kind: 'ERRORS', errors: [toGraphQLError(liveErrors.make('SUBSCRIPTIONS_TOO_MANY')).toJSON()] };
    }
    const outcome = await subscribe(member, operation.asked);
    if (outcome) return outcome;
    if (triesLeft > 0) return run(member, payload, triesLeft - 1);
    channel.close('SCHEMA_CHANGED');
    return { kind: 'LIVE' };
  }

  return { run: (member, payload) => run(member, payload, movesMax) };
}
