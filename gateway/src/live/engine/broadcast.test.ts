import { describe, expect, it } from '@jest/globals';
import { type Announcement, Broadcast } from './broadcast.ts';
import type { Carrier } from './carrier.ts';
import { Channel, type ChannelGround, type Output, type Sink } from './channel.ts';
import { Cohort, idBytesOf } from './cohort.ts';
import { Member } from './member.ts';

const silent = { onWritten() {} };
const carrier: Carrier = {
  name: 'WS',
  frame: (id, result) => ({ bytes: Buffer.from(`${id}|${result}`), idAt: 0, id, isHeld: false }),
  complete() {},
  ping() {},
  close() {},
  cut() {},
};
const ground: ChannelGround = { carrier, bufferBytesMax: 100, onFull() {}, onRoom() {}, onLeft() {} };

/** A line that keeps what is written to it as a socket would: by reference, while it is full. */
function line(isFull: () => boolean) {
  const held: Buffer[] = [];
  let waiting = 0;
  const sink: Sink = {
    write(bytes: Buffer) {
      waiting = isFull() ? 50 : 0;
      held.push(waiting > 0 ? bytes : Buffer.from(bytes));
    },
    get writableLength() {
      return waiting;
    },
  };
  const output: Output = { sink, onceDrained() {} };
  return { channel: new Channel(ground, output, ''), texts: () => held.map(String) };
}

/** Small and repeatable: a failure names its seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const announcement = (seq: number, more: Partial<Announcement> = {}): Announcement => ({
  seq,
  result: `event ${seq}`,
  position: { epoch: 'e', offset: seq },
  isStale: false,
  isAgain: false,
  at: undefined,
  ...more,
});

describe('a broadcast', () => {
  it('tells each member once, whoever joins, leaves or is full while it goes on', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = createRandom(seed);
      const cohorts = [1, 2, 9].map((idBytes) => new Cohort(carrier, idBytes));
      const here = new Map<Member, { readonly texts: () => string[]; readonly from: number }>();
      let seq = 0;
      let ids = 0;
      const join = () => {
        const { channel, texts } = line(() => random(4) === 0);
        const cohort = cohorts[random(cohorts.length)];
        ids += 1;
        const member = new Member(channel, `${ids}`.padStart(cohort?.idBytes ?? 1, 'i').slice(-(cohort?.idBytes ?? 1)));
        expect(idBytesOf(member.id)).toBe(cohort?.idBytes);
        member.seq = seq;
        cohort?.add(member);
        here.set(member, { texts, from: seq });
      };
      const leave = () => {
        const [member] = [...here.keys()].slice(random(here.size));
        member?.cohort?.remove(member);
        if (member) here.delete(member);
      };
      for (let members = random(200); members > 0; members -= 1) join();
      for (let rounds = 0; rounds < 4; rounds += 1) {
        seq += 1;
        const broadcast = new Broadcast(cohorts, announcement(seq), silent);
        // Past its time from the first look at the clock on.
        while (!broadcast.step(0))
          for (let moves = random(8); moves > 0; moves -= 1) (random(2) === 0 ? join : leave)();
      }
      for (const [member, { texts, from }] of here) {
        const expected = Array.from({ length: seq - from }, (_, index) => `${member.id}|event ${from + index + 1}`);
        expect({ seed, texts: texts() }).toEqual({ seed, texts: expected });
      }
      const left = cohorts.flatMap(({ members }) => members);
      expect(new Set(left)).toEqual(new Set(here.keys()));
      expect(left.every((member) => member.cohort?.members[member.place] === member)).toBe(true);
    }
  });

  it('stops where its time is over, and not before', () => {
    const cohort = new Cohort(carrier, 1);
    for (let count = 0; count < 100; count += 1) cohort.add(new Member(line(() => false).channel, '1'));
    const written: number[] = [];
    const events = { onWritten: (count: number) => void written.push(count) };
    const hurried = new Broadcast([cohort], announcement(1), events);
    let steps = 1;
    while (!hurried.step(0)) steps += 1;
    expect(written).toEqual([32, 32, 32, 4]);
    expect(steps).toBe(4);
    written.length = 0;
    expect(new Broadcast([cohort], announcement(2), events).step(Number.POSITIVE_INFINITY)).toBe(true);
    expect(written).toEqual([100]);
  });

  it('that says only that updates are away, or back, is for those who do not know', () => {
    const cohort = new Cohort(carrier, 1);
    const lines = [0, 1].map(() => line(() => false));
    const [knows, other] = lines.map(({ channel }) => new Member(channel, '1'));
    for (const member of [knows, other]) if (member) cohort.add(member);
    if (knows) knows.isToldStale = true;
    const said = (seq: number, isStale: boolean) => announcement(seq, { isAgain: true, isStale });
    new Broadcast([cohort], said(1, true), silent).step(0);
    expect(lines.map(({ texts }) => texts())).toEqual([[], ['1|event 1']]);
    new Broadcast([cohort], announcement(2), silent).step(0);
    new Broadcast([cohort], said(3, false), silent).step(0);
    expect(lines.map(({ texts }) => texts())).toEqual([['1|event 2'], ['1|event 1', '1|event 2']]);
  });
});
