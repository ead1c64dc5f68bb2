import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { type Followed, type LiveLine, openLine, type Told } from './_live-line.ts';
import { type Asked, type Book, createBook, faultsOf } from './_live-model.ts';
import { type LiveRig, type LiveTopic, type Place, startLiveRig } from './_live-rig.ts';
import { composeSolarSystem } from './_solar-system.ts';

const earth: LiveTopic = { kind: 'planet', id: 'earth' };
const jupiter: LiveTopic = { kind: 'planet', id: 'jupiter' };
const orbit: LiveTopic = { kind: 'orbit', id: 'earth' };
const topics = [earth, jupiter, orbit];

const planet = (topic: LiveTopic, fields: string, isFromSource = false): Asked => ({
  topic,
  query: `subscription { it: planetChanged(id: "${topic.id}") { mass ${fields} } }`,
  valueIn: ({ data }: Told) => data?.it?.mass,
  isFromSource,
});
const operations: readonly Asked[] = [
  planet(earth, ''),
  planet(earth, 'name'),
  planet(earth, 'name moons { name }'),
  // Each viewer's own.
  planet(earth, 'lookedAtBy'),
  // Not carried by events.
  planet(earth, 'neighbours(first: 1) { id }', true),
  planet(jupiter, 'name'),
  {
    topic: orbit,
    query: 'subscription { it: myOrbit(planetId: "earth") { days owner } }',
    valueIn: ({ data }) => data?.it?.days,
    isFromSource: false,
  },
];

/** Small and repeatable: a failure names its seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Resume = Place & { readonly ticket?: string };
type Watched = {
  readonly asked: Asked;
  readonly followed: Followed;
  readonly line: LiveLine;
  readonly resume: Resume | undefined;
};

class Run {
  readonly rig: LiveRig;
  readonly random: (below: number) => number;
  readonly book: Book = createBook();
  readonly tokens: readonly string[];
  lines: { readonly line: LiveLine; readonly viewer: number }[] = [];
  watched: Watched[] = [];
  readonly faults: string[] = [];
  readonly left: { readonly asked: Asked; readonly viewer: number; readonly resume: Resume }[] = [];
  /** What has to be undone before anything can be said of the end. */
  heal: (() => Promise<void>) | undefined;
  generation = 0;
  readonly closes: number[] = [];
  readonly counts: Record<string, number> = {};

  constructor(rig: LiveRig, seed: number, tokens: readonly string[]) {
    this.rig = rig;
    this.random = createRandom(seed);
    this.tokens = tokens;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.random(items.length)];
  }

  async open(): Promise<void> {
    if (this.lines.length >= 8) return;
    const viewer = this.random(this.tokens.length);
    const line = await openLine(this.rig.url, this.tokens[viewer]);
    void line.closed.then(({ code }) => this.closes.push(code));
    this.lines.push({ line, viewer });
  }

  subscribe(): void {
    const on = this.pick(this.lines);
    if (!on) return;
    const back = this.random(2) === 0 ? this.pick(this.left.filter(({ viewer }) => viewer === on.viewer)) : undefined;
    const asked = back?.asked ?? this.pick(operations);
    if (!asked) return;
    const resume =
      back && (this.random(3) === 0 ? { epoch: back.resume.epoch, offset: back.resume.offset } : back.resume);
    const id = this.random(3) === 0 ? `${this.watched.length}-${'long'.repeat(40)}` : undefined;
    const isTaken = this.watched.some(({ followed, line }) => line === on.line && followed.id === id);
    const payload = { query: asked.query, ...(resume && { extensions: { resume } }) };
    this.watched.push({ asked, resume, line: on.line, followed: on.line.subscribe(payload, isTaken ? undefined : id) });
  }

  async publish(topic = this.pick(topics) ?? earth, bytes = this.random(3) === 0 ? 150_000 : 0): Promise<void> {
    const value = this.book.next(topic);
    const place = await this.rig.publish(topic, value, bytes);
    if (place) this.book.note(topic, place, value);
  }

  leave(): void {
    const [one] = this.watched.splice(this.random(this.watched.length), 1);
    if (!one) return;
    one.followed.leave();
    this.retire(one);
  }

  /** What it was told is looked at, and where it was is a place to come back to. */
  retire({ asked, followed, line, resume }: Watched): void {
    this.faults.push(...faultsOf(this.book, asked, resume, followed.told));
    const position = followed.told.at(-1)?.extensions?.position;
    const ticket = followed.told[0]?.extensions?.ticket;
    const viewer = this.lines.find((each) => each.line === line)?.viewer;
    if (position && viewer !== undefined) {
      this.left.push({ asked, viewer, resume: { ...position, ...(ticket && { ticket }) } });
    }
  }

  async cut(): Promise<void> {
    const on = this.pick(this.lines);
    if (!on) return;
    on.line.cut();
    await on.line.closed;
    for (const one of this.watched.filter(({ line }) => line === on.line)) this.retire(one);
    this.watched = this.watched.filter(({ line }) => line !== on.line);
    this.lines = this.lines.filter((each) => each !== on);
  }

  /** A line is not read any more, and at times more is sent to it than the kernel holds. */
  async slowDown(): Promise<void> {
    this.pick(this.lines)?.line.pause();
    if (this.heal || this.random(2) === 0) return;
    for (let count = 0; count < 8; count += 1) await this.publish(earth, 800_000);
  }

  async trouble(kind: 'KILL' | 'EMPTY' | 'FREEZE'): Promise<void> {
    if (this.heal) return this.mend();
    const { redis } = this.rig;
    if (kind === 'FREEZE') {
      redis.freeze();
      this.heal = async () => redis.thaw();
    } else if (kind === 'EMPTY') {
      await redis.kill();
      this.heal = () => this.rig.restartEmpty();
    } else {
      await redis.kill();
      this.heal = () => redis.restart();
    }
    // Long enough to be told at times, and at times not.
    await pause(this.random(2_000));
  }

  async mend(): Promise<void> {
    const { heal } = this;
    this.heal = undefined;
    await heal?.();
  }

  async change(): Promise<void> {
    this.generation += 1;
    const sdl = composeSolarSystem(this.generation % 2 === 1 ? 'extend type Planet { rings: Int }' : '');
    await writeFile(join(this.rig.gateway.folder, 'supergraph.graphql'), sdl);
  }

  async step(): Promise<void> {
    // What is asked of a Redis that is away takes its time.
    if (this.heal && this.random(6) === 0) await this.mend();
    const dice = this.random(100);
    const slow = () => this.pick(this.lines)?.line;
    const acts: readonly (readonly [number, string, () => Promise<void> | void])[] = [
      [10, 'open', () => this.open()],
      [30, 'subscribe', () => this.subscribe()],
      [70, 'publish', () => this.publish()],
      [78, 'leave', () => this.leave()],
      [82, 'cut', () => this.cut()],
      [88, 'pause', () => this.slowDown()],
      [94, 'resume', () => slow()?.resume()],
      [95, 'kill', () => this.trouble('KILL')],
      [96, 'empty', () => this.trouble('EMPTY')],
      [97, 'freeze', () => this.trouble('FREEZE')],
      [98, 'mend', () => this.mend()],
      [100, 'change', () => this.change()],
    ];
    const [, name, act] = acts.find(([below]) => dice < below) ?? [0, 'nothing', () => undefined];
    this.counts[name] = (this.counts[name] ?? 0) + 1;
    await act();
    if (this.random(4) === 0) await pause(this.random(30));
  }

  async end(): Promise<void> {
    await this.mend();
    await this.rig.settled();
    for (const { line } of this.lines) line.resume();
    for (const topic of topics) {
      // The first may still be refused by a connection that is only coming back.
      await waitFor('the last event', async () => {
        const value = this.book.next(topic);
        const place = await this.rig.publish(topic, value);
        if (place) this.book.note(topic, place, value);
        return place !== undefined;
      });
    }
    for (const one of this.watched) {
      const { asked, followed } = one;
      await waitFor(`the last state of ${asked.query}`, () => {
        const last = followed.told.at(-1);
        const newest = this.book.newest(asked.topic);
        const isThere = last !== undefined && asked.valueIn(last) === newest && last.extensions?.stale !== true;
        if (!isThere) {
          throw new Error(
            `not at ${newest}, id ${followed.id}, open ${one.line.isOpen()}, closes ${this.closes}, resume ${JSON.stringify(one.resume)}: ${JSON.stringify(followed.told.slice(-3)).slice(0, 2_000)}`,
          );
        }
        return true;
      });
      this.retire(one);
    }
  }
}

async function runModel(seed: number, steps: number): Promise<void> {
  const env = {
    GATEWAY_LIVE_BUFFER_BYTES_MAX: '1048576',
    GATEWAY_LIVE_SLOW_MS: '600000',
    GATEWAY_PING_MS: '600000',
    GATEWAY_SUPERGRAPH_WATCH: 'true',
  };
  await using rig = await startLiveRig(env);
  const { solarSystem } = rig.gateway;
  const run = new Run(rig, seed, [await solarSystem.token({ sub: 'ada' }), await solarSystem.token({ sub: 'bob' })]);
  for (const topic of topics) await rig.publish(topic, run.book.next(topic));
  try {
    for (let step = 0; step < steps; step += 1) await run.step();
    await run.end();
  } catch (error) {
    throw new Error(`seed ${seed}: ${run.faults.join('\n')}`, { cause: error });
  }
  expect({ seed, faults: run.faults }).toEqual({ seed, faults: [] });
  // We cut ours; the gateway closed none.
  expect({ seed, closes: run.closes.filter((code) => code !== 1006) }).toEqual({ seed, closes: [] });
  for (const { line } of run.lines) await line[Symbol.asyncDispose]();
  for (const name of ['sockets', 'subscriptions', 'live_groups', 'live_topics', 'live_buffered_bytes']) {
    await waitFor(`no ${name}`, async () => (await rig.metric(name)) === 0);
  }
  await waitFor('no channel in Redis', async () => (await rig.redisChannels()).length === 0);
  if (process.env.GATEWAY_MODEL_STEPS) {
    const skips = await rig.metric('live_skips_total');
    process.stdout.write(`seed ${seed}: ${JSON.stringify({ ...run.counts, skips })}\n`);
  }
}

const steps = Number(process.env.GATEWAY_MODEL_STEPS ?? 250);
const seed = Number(process.env.GATEWAY_MODEL_SEED ?? Math.floor(Math.random() * 2 ** 32));

it(`subscribers are told what was published, whatever happens (seed ${seed}: GATEWAY_MODEL_SEED repeats it)`, async () => {
  await runModel(seed, steps);
}, 600_000);
