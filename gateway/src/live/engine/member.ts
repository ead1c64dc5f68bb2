import type { Position } from '@lectern/fanout';
import type { Channel } from './channel.ts';
import type { Cohort } from './cohort.ts';
import type { Group } from './group.ts';
import { nameOf } from './payload.ts';

/** One subscription of one client. */
export class Member {
  readonly channel: Channel;
  readonly id: string;
  group: Group | undefined;
  /** Where it receives what its group does; undefined while it catches up or its channel is full. */
  cohort: Cohort | undefined;
  /** Its place in the cohort. */
  place = -1;
  /** The group's count at the newest thing it was told. */
  seq = 0;
  /** Whether it has been told all that its group was told before it came. */
  isSettled = false;
  /** Where it stands: of the newest it was told. Undefined where that is not known. */
  told: Position | undefined;
  /** Whether that was told as one that may be old. */
  isToldStale = false;
  /** Whether its channel is full: it is told nothing, and later the newest. */
  isSlow = false;
  isGone = false;
  /** Whether it counts as a subscription: other operations pass by as well. */
  isCounted = false;

  constructor(channel: Channel, id: string) {
    this.channel = channel;
    this.id = id;
  }

  /** Tells it something alone. */
  send(result: string, position: Position | undefined, isStale = false): void {
    if (this.isGone) return;
    this.told = position;
    this.isToldStale = isStale;
    const { channel, id } = this;
    channel.send(channel.carrier.frame(id, result, nameOf(position)), id);
  }

  /** Its channel is full. */
  filled(): void {
    this.group?.slowDown(this);
  }

  /** Its channel has room again. */
  drained(): void {
    void this.group?.catchUpSlow(this);
  }

  /** It may see this no more: it is told why, and ends. */
  refuse(result: string): void {
    if (this.isGone) return;
    this.send(result, undefined);
    this.end();
    this.channel.carrier.complete(this.channel, this.id);
  }

  /** It ends, whoever wants it. Told twice, it does nothing. */
  end(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.channel.leave(this);
    this.group?.leave(this);
  }
}
