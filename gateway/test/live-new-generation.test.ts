import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLogger } from '@lectern/runtime';
import { parse } from 'graphql';
import { Channel } from '../src/live/engine/channel.ts';
import { Group } from '../src/live/engine/group.ts';
import { Member } from '../src/live/engine/member.ts';
import { createSlices } from '../src/live/engine/slices.ts';
import { Topic } from '../src/live/engine/topics.ts';
import { createGroupWork } from '../src/live/subscription/group-work.ts';
import { createSubscriptionPreparer } from '../src/live/subscription/prepare-subscription.ts';
import { type Planning, startPlanning } from '../src/plan/planning.ts';
import { createGeneration, type Generation } from '../src/supergraph/generation.ts';
import { composeHarbour } from './_harbour.ts';

/** Groups are moved to a new generation one after the other; events do not wait for that. */
let planning: Planning;
beforeAll(() => {
  planning = startPlanning();
});
afterAll(async () => planning[Symbol.asyncDispose]());

const limits = { tokensMax: 1_000, depthMax: 16, aliasesMax: 10, rootFieldsMax: 1, costMax: 1_000 };
const query = 'subscription { berthChanged(quay: "north", number: 1) { occupant { ... on Ship { name } } } }';
const event = { epoch: 'e', offset: 1, at: new Date(0).toISOString(), data: null };
const logger = createLogger('test', { level: 'silent', format: 'json' });

/** Runs an event in the generation `next` for a group that was prepared in the one before, with one member. */
async function runIn(next: Generation) {
  const first = await createGeneration(composeHarbour(), planning);
  const prepare = createSubscriptionPreparer(limits);
  const prepared = await prepare(first, query, undefined);
  if (!('route' in prepared) || !prepared.isShared) throw new Error('the events are to be the same for everyone');
  const closed: string[] = [];
  const carrier = {
    name: 'WS' as const,
    frame: (id: string) => ({ bytes: Buffer.alloc(0), idAt: -1, id, isHeld: false }),
    complete() {},
    ping() {},
    close: (_channel: Channel, reason: string) => void closed.push(reason),
    cut() {},
  };
  const ground = { carrier, bufferBytesMax: 1_000, onFull() {}, onRoom() {}, onLeft() {} };
  const channel = new Channel(ground, { sink: { write() {}, writableLength: 0 }, onceDrained() {} }, '127.0.0.1');
  const follower = {
    ready: Promise.resolve(),
    position: () => undefined,
    newest: () => undefined,
    since: async () => undefined,
    leave() {},
  };
  const feed = { follow: () => follower, topicCount: 0, isAway: false, [Symbol.asyncDispose]: async () => undefined };
  const closedWhenRun: (readonly string[])[] = [];
  const work = createGroupWork({
    graph: {
      async text() {
        closedWhenRun.push([...closed]);
        return '{"data":{}}';
      },
    },
    generation: () => next,
    prepare,
    ownRunsMax: 1,
    readDocument: parse,
    logger,
  });
  const events = { onRun() {}, onWritten() {}, onSkipped() {}, onFailed() {} };
  const group = new Group(
    { key: 'g', topic: new Topic('t', feed, () => undefined), prepared, variables: {} },
    { work, slices: createSlices(8), events, onEmpty() {} },
  );
  group.join(new Member(channel, '1'));
  await work.runEvent(group, channel, event);
  return { group, closedWhenRun };
}

it('an event is not run for all where another generation may tell each viewer something else', async () => {
  const unmarked = composeHarbour().replaceAll(/ @sameForEveryone(?! on)/g, '');
  const { closedWhenRun } = await runIn(await createGeneration(unmarked, planning));
  expect(closedWhenRun).toEqual([['SCHEMA_CHANGED']]);
});

it('an event in another generation that tells the same is told to those who are there', async () => {
  const longer = composeHarbour().replace('  tide: Tide', '  ebb: Tide @join__field(graph: PORT)\n  tide: Tide');
  const next = await createGeneration(longer, planning);
  const { group, closedWhenRun } = await runIn(next);
  expect(closedWhenRun).toEqual([[]]);
  expect(group.prepared.generationId).toBe(next.id);
});
