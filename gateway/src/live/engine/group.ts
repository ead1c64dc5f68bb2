import type { LiveEnvelope } from '@lectern/events';
import type { Position } from '@lectern/fanout';
import type { PreparedSubscription } from '../subscription/prepare-subscription.ts';
import { Broadcast } from './broadcast.ts';
import type { Channel } from './channel.ts';
import { Cohort, idBytesOf } from './cohort.ts';
import type { EngineEvents } from './engine-events.ts';
import type { Member } from './member.ts';
import { type EventNotes, isSamePosition, nameOf, withNotes } from './payload.ts';
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

export type EventRun = {
  /** JSON text. */
  readonly result: string;
  /** Whether the event carried all that is selected. If not, the rest was asked as one viewer, and is for that one. */
  readonly isCarried: boolean;
};

/** What runs for the members of a group, as one of them. */
export type GroupWork = {
  runEvent(group: Group, channel: Channel, event: LiveEnvelope): Promise<EventRun>;
  /** The JSON text of the state, from its source. So many at a time. */
  runSnapshot(group: Group, channel: Channel): Promise<string>;
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
  #isTelling = false;
  #isEnded = false;
  /** By position, newest last; of events that are being run, too. */
  #runs: { readonly at: string; readonly result: Promise<string | undefined> }[] = [];
  /** The state that was told last. `result`: where it is the same for all. */
  #newest: { readonly result: string | undefined; readonly position: Position | undefined } | undefined;

  constructor(options: GroupOptions, deps: GroupDeps) {
    this.key = options.key;
    this.topic = options.topic;
    this.prepared = options.prepared;
    this.variables = options.variables;
    this.#deps = deps;
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
    // Another viewer's state is not to be told to anybody else, and that of a viewer alone has nobody else.
    if (last && !this.prepared.isShared) this.#newest ??= last;
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
  async tellAlone(member: Member, event: LiveEnvelope, notes: EventNotes = { snapshot: true }): Promise<void> {
    try {
      const position = { epoch: event.epoch, offset: event.offset };
      member.send(withNotes(await this.resultFor(member, event), { position, ...notes }), position);
    } catch (error) {
      this.#deps.events.onFailed(this.topic.name, error);
    }
  }

  /** The text of an event's result for one member: that of all, where it is the same. */
  async resultFor(member: Member, event: LiveEnvelope): Promise<string> {
    const shared = await this.#resultForAll(event);
    return shared ?? (await this.#deps.work.runEvent(this, member.channel, event)).result;
  }

  /** The text of an event's result, run once however many ask; undefined where each viewer may have another. */
  #resultForAll(event: LiveEnvelope): Promise<string | undefined> {
    const at = `${event.epoch}:${event.offset}`;
    const known = this.#runs.find((kept) => kept.at === at);
    if (known) return known.result;
    const result = this.#runForAll(event);
    this.#runs.push({ at, result });
    if (this.#runs.length > keptResults) this.#runs.shift();
    return result;
  }

  async #runForAll(event: LiveEnvelope): Promise<string | undefined> {
    const [member] = this.members;
    if (!member) throw new Error('a group without members has nothing to run');
    this.#deps.events.onRun();
    const { result, isCarried } = await this.#deps.work.runEvent(this, member.channel, event);
    return isCarried || !this.prepared.isShared ? result : undefined;
  }

  /** A member whose channel is full: it is told nothing until there is room. */
  slowDown(member: Member): void {
    if (!member.cohort) return;
    member.cohort.remove(member);
    member.isSlow = true;
    member.slowSince = this.#newest?.position ?? this.topic.follower.position();
  }

  /** The member's channel has room again: it goes on with the newest. */
  async catchUpSlow(member: Member): Promise<void> {
    if (!member.isSlow || member.isGone) return;
    member.isSlow = false;
    for (;;) {
      const newest = this.topic.follower.newest();
      const since = member.slowSince;
      if (!newest || isSamePosition(since, newest)) break;
      const skipped = newest.epoch === since?.epoch ? newest.offset - since.offset - 1 : 1;
      this.#deps.events.onSkipped(skipped);
      member.slowSince = { epoch: newest.epoch, offset: newest.offset };
      await this.tellAlone(member, newest, skipped > 0 ? { skipped } : {});
      this.#deps.events.onWritten(1, undefined);
      if (member.isGone) return;
      member.isSlow = member.channel.isLagging;
      if (member.isSlow) return;
    }
    member.seq = this.#seq;
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
        await this.#tellNext(next);
      } catch (error) {
        this.#deps.events.onFailed(this.topic.name, error);
      }
    }
    this.#isTelling = false;
  }

  async #tellNext({ news, seq, skipped }: Waiting): Promise<void> {
    if (news.kind === 'SNAPSHOT' || news.kind === 'AGAIN') return this.#tellState(news, seq);
    const { event } = news;
    const position = { epoch: event.epoch, offset: event.offset };
    const result = await this.#resultForAll(event);
    this.#newest = { result, position };
    const notes = { position, ...(news.kind === 'NEWEST' && { snapshot: true }), ...(skipped > 0 && { skipped }) };
    if (skipped > 0) this.#deps.events.onSkipped(skipped * this.members.size);
    const run = async (channel: Channel) => (await this.#deps.work.runEvent(this, channel, event)).result;
    if (result === undefined) await this.#tellEach(seq, notes, run);
    else await this.#announce(seq, withNotes(result, notes), position, Date.parse(event.at));
  }

  async #tellState(news: News & { kind: 'SNAPSHOT' | 'AGAIN' }, seq: number): Promise<void> {
    const isAgain = news.kind === 'AGAIN';
    const position = isAgain ? this.#newest?.position : this.topic.follower.position();
    const notes = { position, ...(isAgain ? news.isStale && { stale: true } : { snapshot: true }) };
    const known = isAgain ? this.#newest?.result : undefined;
    if (known !== undefined) await this.#announce(seq, withNotes(known, notes), position, undefined);
    else await this.#tellEach(seq, notes, (channel) => this.#deps.work.runSnapshot(this, channel));
  }

  /** What is not the same for all: each member as its own viewer. */
  async #tellEach(seq: number, notes: EventNotes, run: (channel: Channel) => Promise<string>): Promise<void> {
    const settled = this.#cohorts.flatMap(({ members }) => members).filter((member) => member.seq < seq);
    const tell = async (member: Member) => {
      member.seq = seq;
      member.send(withNotes(await run(member.channel), notes), notes.position);
      this.#deps.events.onWritten(1, undefined);
    };
    const told = await Promise.allSettled(settled.map(tell));
    const failed = told.find((outcome) => outcome.status === 'rejected');
    if (failed) this.#deps.events.onFailed(this.topic.name, failed.reason);
  }

  async #announce(seq: number, result: string, position: Position | undefined, at: number | undefined): Promise<void> {
    const said = { seq, result, position: nameOf(position), at };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#deps.slices.run(new Broadcast(this.#cohorts, said, this.#deps.events), resolve);
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
