import type { LiveEnvelope } from '@lectern/events';
import type { Position } from '@lectern/fanout';
import type { PreparedSubscription } from '../subscription/prepare-subscription.ts';
import { type Announcement, Broadcast, isFor } from './broadcast.ts';
import type { Channel } from './channel.ts';
import { Cohort, idBytesOf } from './cohort.ts';
import type { EngineEvents } from './engine-events.ts';
import { type KeptResults, keepResults } from './kept-results.ts';
import type { Member } from './member.ts';
import { type EventNotes, isSamePosition, notesOfPresent, withNotes } from './payload.ts';
import type { Slices } from './slices.ts';
import type { Topic } from './topics.ts';

/** What a group has to tell, in the order in which it came to be. */
export type News =
  | { readonly kind: 'EVENT'; readonly event: LiveEnvelope }
  /** What came before it cannot be had any more. */
  | { readonly kind: 'NEWEST'; readonly event: LiveEnvelope }
  /** Only the source knows the state. */
  | { readonly kind: 'SNAPSHOT'; readonly position: Position | undefined }
  /** The same state once more: updates do not arrive, or do again. `event`: the newest, if there ever was one. */
  | {
      readonly kind: 'AGAIN';
      readonly isStale: boolean;
      readonly event: LiveEnvelope | undefined;
      readonly position: Position | undefined;
    };

type State = News & { readonly kind: 'SNAPSHOT' | 'AGAIN' };

type Said = Omit<Announcement, 'result'>;
type Waiting = { readonly news: News; readonly seq: number; skipped: number };

export type EventRun = {
  /** JSON text. */
  readonly result: string;
  /** Whether the event carried all that is selected. If not, the rest was asked as one viewer, and is for that one. */
  readonly isCarried: boolean;
};

export type SnapshotRun = {
  /** JSON text. */
  readonly result: string;
  /** Whether the viewer is shown nothing any more; the result says why. */
  readonly isRefused: boolean;
};

/** What runs for the members of a group, as one of them. */
export type GroupWork = {
  runEvent(group: Group, channel: Channel, event: LiveEnvelope): Promise<EventRun>;
  /** The same for one viewer of many, who all have another: so many at a time. */
  runEventFor(group: Group, channel: Channel, event: LiveEnvelope): Promise<EventRun>;
  /** The state, from its source. So many at a time. */
  runSnapshot(group: Group, channel: Channel): Promise<SnapshotRun>;
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
/** For members that are a little behind. */
const keptOwn = { countMax: 8, charactersMax: 1_048_576 };
/** As many as events are kept, for thousands who come back at once and have each missed others. */
const keptShared = { countMax: 128, charactersMax: 1_048_576 };

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
  readonly #results: KeptResults;
  /** The state as its source told it, where it is one viewer's alone and no event has come since. */
  #own: string | undefined;

  constructor(options: GroupOptions, deps: GroupDeps) {
    this.key = options.key;
    this.topic = options.topic;
    this.prepared = options.prepared;
    this.variables = options.variables;
    this.#deps = deps;
    this.#results = keepResults(options.prepared.isShared ? keptShared : keptOwn, hasFailed);
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

  /** Whether the member has been told all that there is to tell. */
  isUpToDate({ told, isToldStale }: Member): boolean {
    return isToldStale === this.topic.isStale && isSamePosition(told, this.topic.follower.position());
  }

  /** The member is up to date: from now on it is told what its group is told. `last`: the state, if it was told one. */
  settle(member: Member, last: string | undefined): void {
    // Another viewer's state is not to be told to anybody else, and that of a viewer alone has nobody else.
    if (last !== undefined && !this.prepared.isShared && !this.topic.follower.newest()) this.#own = last;
    member.isSettled = true;
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

  /** Tells one member the present state, whatever it was told before. */
  async tellPresent(member: Member): Promise<void> {
    const { follower, isStale } = this.topic;
    const position = follower.position();
    const event = follower.newest();
    const { told, isToldStale } = member;
    const said = notesOfPresent(told, position);
    // At once: what cannot be told is not tried for ever.
    member.told = position;
    member.isToldStale = isStale;
    try {
      const result = event ? await this.resultFor(member, event) : await this.#stateFor(member);
      // Its viewer may be shown other things now, and is.
      if (result === undefined || member.group !== this) return;
      if (member.isSettled && member.channel.isLagging) {
        // Others of its channel had room for the same before it. It will have its turn.
        member.told = told;
        member.isToldStale = isToldStale;
        return;
      }
      if (said.skipped) this.#deps.events.onSkipped(said.skipped);
      member.send(withNotes(result, { position, ...said, ...(isStale && { stale: true }) }), position, isStale);
      this.#deps.events.onWritten(1, undefined);
    } catch (error) {
      this.#deps.events.onFailed(this.topic.name, error);
    }
  }

  /** The text of an event's result for one member: that of all, where it is the same. */
  async resultFor(member: Member, event: LiveEnvelope): Promise<string> {
    const shared = await this.#resultForAll(event);
    return shared ?? this.#runFor(member.channel, event);
  }

  /** The text of an event's result, run once however many ask; undefined where each viewer may have another. */
  #resultForAll(event: LiveEnvelope): Promise<string | undefined> {
    const at = `${event.epoch}:${event.offset}`;
    return this.#results.get(at, () => this.#runForAll(event));
  }

  async #runForAll(event: LiveEnvelope): Promise<string | undefined> {
    const [member] = this.members;
    if (!member) throw new Error('a group without members has nothing to run');
    this.#deps.events.onRun();
    const { work } = this.#deps;
    const run = this.prepared.isShared ? work.runEvent : work.runEventFor;
    const { result, isCarried } = await run(this, member.channel, event);
    return isCarried || !this.prepared.isShared ? result : undefined;
  }

  /** A member whose channel is full: it is told nothing until there is room, or goes where nothing may be left out. */
  slowDown(member: Member): void {
    if (!member.cohort) return;
    member.cohort.remove(member);
    member.isSlow = true;
    if (!this.prepared.route.skips) member.channel.close('SLOW_CONSUMER');
  }

  /** The member's channel has room again: it goes on with the newest. */
  async catchUpSlow(member: Member): Promise<void> {
    if (!member.isSlow || member.isGone) return;
    member.isSlow = false;
    while (!this.isUpToDate(member)) {
      await this.tellPresent(member);
      if (member.isGone || member.group !== this) return;
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
    // The newest stays, and whatever comes next says what was left out.
    const heir = this.#waiting.findLastIndex(({ news }) => news.kind !== 'AGAIN');
    const at = this.#waiting.findIndex(({ news }, place) => news.kind === 'EVENT' && place < heir);
    const [dropped] = at < 0 ? [] : this.#waiting.splice(at, 1);
    const next = this.#waiting.find(({ news }, place) => news.kind !== 'AGAIN' && place >= at);
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
    this.#own = undefined;
    const notes = { position, ...(news.kind === 'NEWEST' && { snapshot: true }), ...(skipped > 0 && { skipped }) };
    if (skipped > 0) this.#deps.events.onSkipped(skipped * this.members.size);
    const said = { seq, position, isStale: false, isAgain: false, at: Date.parse(event.at) };
    if (result === undefined) await this.#tellEach(said, notes, ({ channel }) => this.#runFor(channel, event));
    else await this.#announce({ ...said, result: withNotes(result, notes) });
  }

  async #tellState(news: State, seq: number): Promise<void> {
    const { position } = news;
    const isAgain = news.kind === 'AGAIN';
    const event = isAgain ? news.event : undefined;
    const isStale = isAgain && news.isStale;
    const notes = { position, ...(!isAgain && { snapshot: true }), ...(isStale && { stale: true }) };
    const said = { seq, position, isStale, isAgain, at: undefined };
    const result = event ? await this.#resultForAll(event) : await this.#stateForAll(isAgain);
    if (result !== undefined) await this.#announce({ ...said, result: withNotes(result, notes) });
    else if (event) await this.#tellEach(said, notes, ({ channel }) => this.#runFor(channel, event));
    else await this.#tellEach(said, notes, (member) => this.#stateFor(member));
  }

  /** The state out of its source; undefined where each viewer may have another. */
  async #stateForAll(mayBeKnown: boolean): Promise<string | undefined> {
    if (this.prepared.isShared) return undefined;
    if (mayBeKnown && this.#own !== undefined) return this.#own;
    const [member] = this.members;
    if (!member) return undefined;
    const { result, isRefused } = await this.#deps.work.runSnapshot(this, member.channel);
    if (isRefused) for (const each of [...this.members]) each.refuse(result);
    this.#own = isRefused || hasFailed(result) ? undefined : result;
    return isRefused ? undefined : result;
  }

  /** The state out of its source for one member, who ends where it may see it no more. */
  async #stateFor(member: Member): Promise<string | undefined> {
    const { result, isRefused } = await this.#deps.work.runSnapshot(this, member.channel);
    if (!isRefused) return result;
    member.refuse(result);
    return undefined;
  }

  async #runFor(channel: Channel, event: LiveEnvelope): Promise<string> {
    return (await this.#deps.work.runEventFor(this, channel, event)).result;
  }

  /** What is not the same for all: each member as its own viewer. */
  async #tellEach(said: Said, notes: EventNotes, run: (member: Member) => Promise<string | undefined>): Promise<void> {
    const settled = this.#cohorts.flatMap(({ members }) => members).filter((member) => isFor(said, member));
    const tell = async (member: Member) => {
      const { told } = member;
      member.seq = said.seq;
      const result = await run(member);
      // It was slow meanwhile, and has been told the newest or will be.
      if (result === undefined || !member.cohort || member.told !== told) return;
      member.send(withNotes(result, notes), said.position, said.isStale);
      this.#deps.events.onWritten(1, undefined);
    };
    const outcomes = await Promise.allSettled(settled.map(tell));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) this.#deps.events.onFailed(this.topic.name, failed.reason);
  }

  async #announce(said: Announcement): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#deps.slices.run(new Broadcast(this.#cohorts, said, this.#deps.events), resolve, reject);
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

/** Told of too many rather than of too few: those are run once more. */
function hasFailed(result: string): boolean {
  return result.includes('"errors":[');
}
