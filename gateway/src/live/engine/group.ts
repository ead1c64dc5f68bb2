import type { LiveEnvelope } from '@lectern/events';
import type { Position } from '@lectern/fanout';
import type { PreparedSubscription } from '../subscription/prepare-subscription.ts';
import { type Announcement, Broadcast } from './broadcast.ts';
import type { Channel } from './channel.ts';
import { Cohort, idBytesOf } from './cohort.ts';
import type { EngineEvents } from './engine-events.ts';
import type { Member } from './member.ts';
import { isSamePosition, nameOf, withNotes } from './payload.ts';
import type { Slices } from './slices.ts';
import type { Topic } from './topics.ts';

/** What a group has to tell, in the order in which it came to be. */
export type News =
  | { readonly kind: 'EVENT'; readonly event: LiveEnvelope }
  /** What came before it cannot be had any more. */
  | { readonly kind: 'NEWEST'; readonly event: LiveEnvelope }
  /** Only the source knows the state. */
  | { readonly kind: 'SNAPSHOT' }
  /** The same state once more: updates do not arrive, or do again. */
  | { readonly kind: 'AGAIN'; readonly isStale: boolean };

type Waiting = { readonly news: News; readonly seq: number; skipped: number };

/** What runs for a group: always for one of its members, since all of them may see the same. */
export type GroupWork = {
  /** The JSON text of the result of one event. */
  runEvent(group: Group, event: LiveEnvelope): Promise<string>;
  /** The JSON text of the state, from its source. */
  runSnapshot(group: Group): Promise<string>;
};

export type GroupDeps = {
  readonly work: GroupWork;
  readonly slices: Slices;
  readonly events: EngineEvents;
  /** The last member has left. */
  readonly onEmpty: (group: Group) => void;
};

export type GroupOptions = {
  readonly key: string;
  readonly topic: Topic;
  readonly prepared: PreparedSubscription;
  readonly variables: Readonly<Record<string, unknown>>;
};

/** Events that may wait for one that is being run; the oldest go first, and it is said that they were skipped. */
const waitingMax = 8;
/** Where none may be skipped. */
const waitingMaxUnskippable = 1_000;
/** Results kept for members that are a little behind. */
const keptResults = 8;

/** All subscriptions that are told the same: each event is run once, written as text once, and framed once. */
export class Group {
  readonly key: string;
  readonly topic: Topic;
  readonly variables: Readonly<Record<string, unknown>>;
  prepared: PreparedSubscription;
  /** Members, those that still catch up among them. */
  readonly members = new Set<Member>();
  readonly #deps: GroupDeps;
  readonly #cohorts: Cohort[] = [];
  /** Counts what it was told to tell. */
  #seq = 0;
  #waiting: Waiting[] = [];
  /** That of the newest thing told. */
  #toldSeq = 0;
  #isTelling = false;
  #isEnded = false;
  /** Texts of results by position, newest last; those of events that are being run are promises. */
  #results: { readonly at: string; readonly result: Promise<string> }[] = [];
  /** The state that was told last. */
  #newest: { readonly result: string; readonly position: Position | undefined } | undefined;

  constructor(options: GroupOptions, deps: GroupDeps) {
    this.key = options.key;
    this.topic = options.topic;
    this.prepared = options.prepared;
    this.variables = options.variables;
    this.#deps = deps;
  }

  /** The channel of one that may see what all may see. */
  get anyChannel(): Channel | undefined {
    for (const { channel } of this.members) return channel;
    return undefined;
  }

  /** Belongs to the group from now on, and is told nothing before `settle`. */
  join(member: Member): void {
    member.group = this;
    this.members.add(member);
  }

  leave(member: Member): void {
    member.cohort?.remove(member);
    if (!this.members.delete(member) || this.members.size > 0) return;
    this.#isEnded = true;
    this.#waiting = [];
    this.#deps.onEmpty(this);
  }

  /** The member has all that the topic has told so far: from now on it is told what its group is told. */
  settle(member: Member, last: { readonly result: string; readonly position: Position | undefined } | undefined): void {
    this.#newest ??= last;
    member.seq = this.#seq;
    this.#place(member);
  }

  /** Takes something in, to be told in its turn. */
  tell(news: News): void {
    if (this.#isEnded) return;
    this.#seq += 1;
    this.#waiting.push({ news, seq: this.#seq, skipped: 0 });
    this.#drop();
    if (!this.#isTelling) void this.#tellAll();
  }

  /** Tells one member an event once more, as the state. */
  async tellAlone(member: Member, event: LiveEnvelope): Promise<void> {
    try {
      const position = { epoch: event.epoch, offset: event.offset };
      member.send(withNotes(await this.resultOf(event), { position, snapshot: true }), position);
    } catch (error) {
      this.#deps.events.onFailed(this.topic.name, error);
    }
  }

  /** The text of one event's result. It is run once, however many ask. */
  resultOf(event: LiveEnvelope): Promise<string> {
    const at = `${event.epoch}:${event.offset}`;
    const known = this.#results.find((kept) => kept.at === at);
    if (known) return known.result;
    this.#deps.events.onRun();
    const result = this.#deps.work.runEvent(this, event);
    this.#results.push({ at, result });
    if (this.#results.length > keptResults) this.#results.shift();
    return result;
  }

  /** A member whose channel is full: it is told nothing until there is room. */
  slowDown(member: Member): void {
    if (!member.cohort) return;
    member.cohort.remove(member);
    member.isSlow = true;
    member.slowSince = this.#newest?.position;
  }

  /** The member's channel has room again: it goes on with the newest. */
  catchUpSlow(member: Member): void {
    if (!member.isSlow || member.isGone) return;
    member.isSlow = false;
    const since = member.slowSince;
    if (this.#newest && !isSamePosition(since, this.#newest.position)) {
      const { result, position } = this.#newest;
      const skipped = position && position.epoch === since?.epoch ? position.offset - since.offset - 1 : 1;
      member.send(withNotes(result, { position, ...(skipped > 0 && { skipped }) }), position);
      this.#deps.events.onSkipped(skipped);
      this.#deps.events.onWritten(1, undefined);
    }
    // What is being written to the others at this moment it has had.
    member.seq = Math.max(member.seq, this.#toldSeq);
    this.#place(member);
  }

  #place(member: Member): void {
    this.#cohortOf(member).add(member);
    if (member.channel.isLagging) this.slowDown(member);
  }

  /** Leaves out what cannot be told as fast as it comes. */
  #drop(): void {
    const { skips } = this.prepared.route;
    const max = skips ? waitingMax : waitingMaxUnskippable;
    if (this.#waiting.length <= max) return;
    if (!skips) {
      for (const { channel } of this.members) channel.close('SLOW_CONSUMER');
      return;
    }
    const at = this.#waiting.findIndex(({ news }, place) => news.kind === 'EVENT' && place < this.#waiting.length - 1);
    const [dropped] = at < 0 ? [] : this.#waiting.splice(at, 1);
    const next = this.#waiting[at];
    if (dropped && next) next.skipped += dropped.skipped + 1;
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    for (let next = this.#waiting.shift(); next && !this.#isEnded; next = this.#waiting.shift()) {
      try {
        const said = await this.#word(next);
        if (said) await this.#announce(said);
      } catch (error) {
        this.#deps.events.onFailed(this.topic.name, error);
      }
    }
    this.#isTelling = false;
  }

  /** What is said to all; undefined when there is nothing to say. */
  async #word({ news, seq, skipped }: Waiting): Promise<Announcement | undefined> {
    switch (news.kind) {
      case 'EVENT':
      case 'NEWEST': {
        const { event } = news;
        const result = await this.resultOf(event);
        const position = { epoch: event.epoch, offset: event.offset };
        this.#newest = { result, position };
        const notes = {
          position,
          ...(news.kind === 'NEWEST' && { snapshot: true }),
          ...(skipped > 0 && { skipped }),
        };
        if (skipped > 0) this.#deps.events.onSkipped(skipped * this.members.size);
        return { seq, result: withNotes(result, notes), position: nameOf(position), at: Date.parse(event.at) };
      }
      case 'SNAPSHOT': {
        const position = this.topic.follower.position();
        const result = await this.#deps.work.runSnapshot(this);
        this.#newest = { result, position };
        const text = withNotes(result, { position, snapshot: true });
        return { seq, result: text, position: nameOf(position), at: undefined };
      }
      case 'AGAIN': {
        if (!this.#newest) return undefined;
        const { result, position } = this.#newest;
        const text = withNotes(result, { position, ...(news.isStale && { stale: true }) });
        return { seq, result: text, position: nameOf(position), at: undefined };
      }
    }
  }

  async #announce(said: Announcement): Promise<void> {
    this.#toldSeq = said.seq;
    const broadcast = new Broadcast(this.#cohorts, said, this.#deps.events);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#deps.slices.run(broadcast, resolve);
    await promise;
  }

  #cohortOf(member: Member): Cohort {
    const { carrier } = member.channel;
    const idBytes = idBytesOf(member.id);
    const found = this.#cohorts.find((cohort) => cohort.carrier === carrier && cohort.idBytes === idBytes);
    if (found) return found;
    const cohort = new Cohort(carrier, idBytes);
    this.#cohorts.push(cohort);
    return cohort;
  }
}
