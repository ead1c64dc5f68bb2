import type { Carrier } from './carrier.ts';
import type { Member } from './member.ts';

/** Members of a group to whom the same bytes can be written: one kind of line, ids of one length. */
export class Cohort {
  readonly carrier: Carrier;
  readonly idBytes: number;
  readonly members: Member[] = [];

  constructor(carrier: Carrier, idBytes: number) {
    this.carrier = carrier;
    this.idBytes = idBytes;
  }

  add(member: Member): void {
    member.cohort = this;
    member.place = this.members.length;
    this.members.push(member);
  }

  /** The last one takes the place. */
  remove(member: Member): void {
    const last = this.members.pop();
    if (last && last !== member) {
      this.members[member.place] = last;
      last.place = member.place;
    }
    member.cohort = undefined;
    member.place = -1;
  }
}

/** Bytes of an id as it stands in a message, without its quotes. */
export function idBytesOf(id: string): number {
  return Buffer.byteLength(id);
}
