import type { LiveEnvelope } from '@lectern/events';
import type { Position } from '@lectern/fanout';
import type { Logger } from '@lectern/runtime';
import type { Generation } from '../../supergraph/generation.ts';
import type { EngineEvents } from '../engine/engine-events.ts';
import type { Groups } from '../engine/groups.ts';
import type { Member } from '../engine/member.ts';
import { type EventNotes, nothingMissed, withNotes } from '../engine/payload.ts';
import type { Topic, Topics } from '../engine/topics.ts';
import { groupKey } from './group-key.ts';
import type { SnapshotRuns } from './group-work.ts';
import { refusalOf, verdictFor, verdictKey } from './live-verdict.ts';
import type { PreparedSubscription } from './prepare-subscription.ts';
import { refusalIn } from './refusal-in.ts';
import type { Resume } from './resume.ts';
import { reviewMember } from './review-members.ts';
import type { Tickets } from './ticket.ts';
import { topicOf } from './topic-of.ts';

export type StartDeps = {
  readonly topics: Topics;
  readonly groups: Groups;
  readonly work: SnapshotRuns;
  readonly tickets: Tickets;
  readonly generation: () => Generation;
  readonly events: EngineEvents;
  readonly logger: Logger;
};

export type Subscribing = {
  readonly generation: Generation;
  readonly prepared: PreparedSubscription;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resume: Resume | undefined;
};

export type Started =
  | { readonly kind: 'LIVE' }
  /** The JSON text of a result that says why not. */
  | { readonly kind: 'REFUSED'; readonly result: string }
  /** Nothing was told yet, and another generation has taken over: what is asked may mean something else. */
  | { readonly kind: 'MOVED' };

const started: Started = { kind: 'LIVE' };
const refused = (result: string): Started => ({ kind: 'REFUSED', result });

/** What the member is told first. */
type Beginning =
  | { readonly kind: 'REFUSED'; readonly result: string }
  | (Ticketed & { readonly kind: 'SNAPSHOT'; readonly result: string; readonly position: Position | undefined })
  | (Ticketed & { readonly kind: 'NEWEST'; readonly event: LiveEnvelope })
  | (Ticketed & { readonly kind: 'RESUMED'; readonly events: readonly LiveEnvelope[]; readonly position: Position });

/** What the member may come back with: a new one where a snapshot was run, else the one it came with. */
type Ticketed = { readonly ticket: string };

/**
 * Starts a live subscription: the topic first, then the snapshot as the viewer, then the events after it. What was
 * published before the snapshot was taken is in it, and events go on from the position of that moment, so that nothing
 * is missed between the two. Whoever comes back with a position gets what was missed where it is still kept, and with
 * a ticket no snapshot is run.
 */
export async function startSubscription(deps: StartDeps, member: Member, asked: Subscribing): Promise<Started> {
  const addressed = topicOf(asked.generation, asked.prepared, asked.variables);
  if ('refusal' in addressed) return refused(addressed.refusal);
  const { variables } = addressed;
  const { channel } = member;
  const verdict = verdictFor(asked.prepared.requirements, channel);
  const refusal = refusalOf(verdict);
  if (refusal !== undefined) return refused(refusal);
  const key = groupKey(asked.prepared, variables, channel, verdictKey(verdict));
  // Held until a group holds it, or nobody does.
  const topic = deps.topics.open(addressed.topic);
  try {
    await topic.follower.ready;
    if (member.isGone) return started;
    const ticketed = { viewer: channel.viewer, scopes: channel.scopes, group: key };
    const beginning = await begin(deps, topic, member, { ...asked, variables }, ticketed);
    if (beginning.kind === 'REFUSED') return refused(beginning.result);
    if (member.isGone) return started;
    // Groups were moved while this one was not there yet.
    if (deps.generation() !== asked.generation) return { kind: 'MOVED' };
    await settle(deps, topic, member, { ...asked, variables }, key, beginning);
    return started;
  } finally {
    deps.topics.release(topic);
  }
}

async function begin(
  deps: StartDeps,
  { follower }: Topic,
  { channel }: Member,
  { prepared, variables, resume }: Subscribing,
  ticketed: Parameters<Tickets['isGood']>[1],
): Promise<Beginning> {
  const shown = resume?.ticket;
  const isAdmitted = shown !== undefined && deps.tickets.isGood(shown, ticketed);
  if (resume && isAdmitted) {
    // Not a new one: whoever comes back time and again would never be looked at anew.
    const events = await follower.since(resume.position);
    if (events) return { kind: 'RESUMED', events, position: resume.position, ticket: shown };
    const event = follower.newest();
    if (event) return { kind: 'NEWEST', event, ticket: shown };
  }
  const position = follower.position();
  const result = await deps.work.runSnapshotFor(channel, prepared, variables);
  const refusal = refusalIn(result, prepared.key);
  if (refusal !== undefined) return { kind: 'REFUSED', result: refusal };
  const ticket = deps.tickets.issue(ticketed);
  const events = resume && !isAdmitted ? await follower.since(resume.position) : undefined;
  if (resume && events) return { kind: 'RESUMED', events, position: resume.position, ticket };
  return { kind: 'SNAPSHOT', result, position, ticket };
}

/** Tells the member how it begins and what has come since, until it is where its group is. */
async function settle(
  deps: StartDeps,
  topic: Topic,
  member: Member,
  { prepared, variables }: Subscribing,
  key: string,
  beginning: Exclude<Beginning, { kind: 'REFUSED' }>,
): Promise<void> {
  const { follower } = topic;
  const { ticket } = beginning;
  const group = deps.groups.find({ key, topic, prepared, variables });
  group.join(member);
  let state: string | undefined;

  const say = (result: string, position: Position | undefined, notes: EventNotes) => {
    const { isStale } = topic;
    member.send(withNotes(result, { position, ...notes, ...(isStale && { stale: true }) }), position, isStale);
    deps.events.onWritten(1, undefined);
  };
  const sayEvent = async (event: LiveEnvelope, notes: EventNotes) => {
    // The group may have gone with it.
    if (member.isGone) return;
    const result = await group.resultFor(member, event);
    say(result, { epoch: event.epoch, offset: event.offset }, notes);
  };

  if (beginning.kind === 'SNAPSHOT') {
    state = beginning.result;
    say(state, beginning.position, { snapshot: true, ticket });
  } else if (beginning.kind === 'NEWEST') await sayEvent(beginning.event, { snapshot: true, ticket });
  else {
    const { position, events } = beginning;
    const [first, ...others] = events;
    if (first) await sayEvent(first, { resumed: true, ticket });
    else member.send(nothingMissed(position, ticket, topic.isStale), position, topic.isStale);
    for (const event of others) await sayEvent(event, {});
  }
  while (!member.isGone && !group.isUpToDate(member)) {
    const missed = member.told && (await follower.since(member.told));
    if (missed?.length) for (const event of missed) await sayEvent(event, {});
    else if (!member.isGone) await group.tellPresent(member);
  }
  if (member.isGone) return;
  group.settle(member, state);
  // Renewed meanwhile, its viewer may be allowed less, or more.
  reviewMember(deps.groups, member);
}
