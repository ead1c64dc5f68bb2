import type { Position } from '@lectern/fanout';
import type { Frame } from './carrier.ts';
import type { Cohort } from './cohort.ts';
import type { Member } from './member.ts';
import { nameOf } from './payload.ts';

/** One thing said to all members of a group. */
export type Announcement = {
  readonly seq: number;
  readonly result: string;
  readonly position: Position | undefined;
  /** Updates do not arrive at the moment. */
  readonly isStale: boolean;
  /** Says nothing but that: whoever knows it already is told nothing. */
  readonly isAgain: boolean;
  /** When it was published, milliseconds since 1970; undefined for what was not published. */
  readonly at: number | undefined;
};

/** Whether the member, who is told what its group is told, has not been told this. */
export function isFor({ seq, isAgain, isStale }: Omit<Announcement, 'result'>, member: Member): boolean {
  return member.seq < seq && !(isAgain && member.isToldStale === isStale);
}

export type BroadcastEvents = {
  /** So many were written to, `ms` milliseconds after the event was published. */
  onWritten(count: number, ms: number | undefined): void;
};

/** The clock is looked at after so many writes, of some eight microseconds each. */
const stride = 32;

/** An announcement on its way. It can stop anywhere and go on later, while members come and go. */
export class Broadcast {
  readonly #cohorts: readonly Cohort[];
  readonly #said: Announcement;
  readonly #events: BroadcastEvents;
  #cohort = 0;
  #place = -1;
  #frame: Frame | undefined;

  constructor(cohorts: readonly Cohort[], said: Announcement, events: BroadcastEvents) {
    this.#cohorts = cohorts;
    this.#said = said;
    this.#events = events;
  }

  /** Writes until all is written or `performance.now()` is past `until`; true when all is written. */
  step(until: number): boolean {
    let written = 0;
    for (; this.#cohort < this.#cohorts.length; this.#cohort += 1) {
      const cohort = this.#cohorts[this.#cohort];
      if (!cohort) continue;
      const { members } = cohort;
      // From the end: whoever leaves is replaced by the last one, who has been written to already.
      if (!this.#frame) this.#place = members.length;
      while (this.#place > 0) {
        this.#place = Math.min(this.#place, members.length) - 1;
        const member = members[this.#place];
        if (!member || !isFor(this.#said, member)) continue;
        this.#frame ??= cohort.carrier.frame(member.id, this.#said.result, nameOf(this.#said.position));
        // Before it is written: that may fill the channel, and what the member has missed is counted from here.
        member.seq = this.#said.seq;
        member.told = this.#said.position;
        member.isToldStale = this.#said.isStale;
        member.channel.send(this.#frame, member.id);
        written += 1;
        if (written % stride === 0 && performance.now() > until) {
          this.#tell(written);
          return false;
        }
      }
      this.#frame = undefined;
    }
    this.#tell(written);
    return true;
  }

  #tell(written: number): void {
    const { at } = this.#said;
    if (written > 0) this.#events.onWritten(written, at === undefined ? undefined : Date.now() - at);
  }
}
