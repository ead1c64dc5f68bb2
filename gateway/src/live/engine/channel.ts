import { anonymous, type Viewer } from '@lectern/request-signing';
import type { CloseReason } from '../close-codes.ts';
import type { Carrier, Frame } from './carrier.ts';
import type { Member } from './member.ts';

/** Where bytes go. */
export type Sink = {
  write(bytes: Buffer): unknown;
  /** Bytes that are not with the kernel yet. */
  readonly writableLength: number;
};

/** A socket, or a response. */
export type Output = {
  /** What is written to as long as the channel is not shut: nothing stands between it and the kernel, if it can be. */
  readonly sink: Sink;
  /** Calls back once it has none. */
  onceDrained(listener: () => void): void;
};

/** What all channels of one transport have in common. */
export type ChannelGround = {
  readonly carrier: Carrier;
  readonly bufferBytesMax: number;
  /** The channel is too full for another event. */
  readonly onFull: (channel: Channel) => void;
  /** It has room again. */
  readonly onRoom: (channel: Channel) => void;
  readonly onLeft: (member: Member) => void;
};

const nobody: readonly Member[] = [];

/**
 * Of the bound for events, for all the rest: answers and acknowledgements cannot be left out, and whoever asks without
 * reading is cut.
 */
const boundsMax = 16;

/** One client's line. A class, and lean: there are as many as viewers, and each event passes here for each of them. */
export class Channel {
  readonly ground: ChannelGround;
  readonly output: Output;
  readonly address: string;
  readonly #sink: Sink;
  viewer: Viewer = anonymous;
  /** What the credential allows by name. */
  scopes: readonly string[] = [];
  /** When the next thing happens that is not asked for: the end of the handshake's time, or of the credential. */
  onDeadline: (() => void) | undefined;
  members: readonly Member[] = nobody;
  /** Why we closed it; undefined while open, or when the client did. */
  closedFor: CloseReason | undefined;
  isGone = false;
  /** Whether nothing may be written any more, whoever said so first: this is looked at for each event. */
  isShut = false;
  /** Whether it has been heard of since the last ping. */
  isAlive = true;
  /** Whether it is full, and gets no events until it has taken what it has. */
  isLagging = false;

  constructor(ground: ChannelGround, output: Output, address: string) {
    this.ground = ground;
    this.output = output;
    this.#sink = output.sink;
    this.address = address;
  }

  get carrier(): Carrier {
    return this.ground.carrier;
  }
  get buffered(): number {
    return this.#sink.writableLength;
  }

  /** Writes a frame to the operation `id`. What is written is written whole; fullness is for the next one to bear. */
  send(frame: Frame, id: string): void {
    if (this.isShut || (this.isLagging && !this.takesMore())) return;
    const sink = this.#sink;
    if (frame.idAt >= 0 && frame.id !== id) {
      if (frame.isHeld) frame.bytes = Buffer.from(frame.bytes);
      frame.isHeld = false;
      frame.bytes.write(id, frame.idAt);
      frame.id = id;
    }
    sink.write(frame.bytes);
    const waiting = sink.writableLength;
    if (waiting === 0) return;
    frame.isHeld = true;
    if (waiting > this.ground.bufferBytesMax && !this.isLagging) this.#fill();
  }

  /** Any other message. */
  write(bytes: Buffer): void {
    if (!this.takesMore()) return;
    this.#sink.write(bytes);
    if (this.#sink.writableLength > this.ground.bufferBytesMax && !this.isLagging) this.#fill();
  }

  /** Whether anything may be written to it. Whoever has not read for too long is cut. */
  takesMore(): boolean {
    if (this.isShut) return false;
    if (!this.isLagging || this.#sink.writableLength <= this.ground.bufferBytesMax * boundsMax) return true;
    this.close('SLOW_CONSUMER');
    // Who takes nothing does not hear the goodbye either.
    this.carrier.cut(this);
    return false;
  }

  join(member: Member): void {
    this.members = [...this.members, member];
  }

  leave(member: Member): void {
    this.members = this.members.filter((other) => other !== member);
    this.ground.onLeft(member);
  }

  find(id: string): Member | undefined {
    return this.members.find((member) => member.id === id);
  }

  close(reason: CloseReason): void {
    if (this.closedFor || this.isGone) return;
    this.closedFor = reason;
    this.isShut = true;
    this.carrier.close(this, reason);
  }

  #fill(): void {
    this.isLagging = true;
    this.output.onceDrained(() => {
      this.isLagging = false;
      if (this.isGone) return;
      this.ground.onRoom(this);
      for (const member of this.members) member.drained();
    });
    for (const member of this.members) member.filled();
    this.ground.onFull(this);
  }
}
