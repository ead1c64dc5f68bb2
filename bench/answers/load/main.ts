import { answerLines } from '../../gateway/processes/lines.ts';
import { createTokenMaker, type MakeToken } from '../school/token-issuer.ts';
import { filterAll, filterSpread, pause, within } from './each.ts';
import { createLeanClient, type LeanClient } from './lean-client.ts';
import { createLeanLearner } from './lean-learner.ts';
import type { Learner } from './learner.ts';
import type { LearnerGroup, LoadGround, LoadOrder, LoadSummary } from './orders.ts';
import { openReceiptFiles, type ReceiptFiles } from './receipt-file.ts';
import { createSdkLearner } from './sdk-learner.ts';
import { createTally, type Tally } from './tally.ts';

/** A process of learners: does one order after the other. */
type Ground = LoadGround & {
  readonly makeToken: MakeToken;
  readonly receipts: ReceiptFiles;
  readonly client: LeanClient;
};

const connections = 256;
const resultWithinMs = 60_000;
let ground: Ground | undefined;
let started: Learner[] = [];

await answerLines(async (order: LoadOrder): Promise<LoadSummary> => {
  const tally = createTally();
  await obey(order, tally);
  ground?.receipts.flush();
  return tally.summary();
});

async function obey(order: LoadOrder, tally: Tally): Promise<void> {
  switch (order.kind) {
    case 'open': {
      const { url, key, receiptFolder, name } = order.ground;
      const receipts = openReceiptFiles(receiptFolder, name);
      ground = {
        ...order.ground,
        makeToken: createTokenMaker(key),
        receipts,
        client: createLeanClient(url, connections),
      };
      return;
    }
    case 'start': {
      const learners = learnersOf(order.group, order.overMs === 0);
      // Everybody signed in before.
      tally.begin();
      const isStarted = (learner: Learner) => tally.time('start', () => learner.start());
      started = await (order.overMs > 0
        ? filterSpread(learners, order.overMs, isStarted)
        : filterAll(learners, order.concurrency, isStarted));
      return;
    }
    case 'answer':
      started = await filterAll(started, order.concurrency, (learner) => answerAll(learner, 0, tally));
      return;
    case 'handIn':
      await filterAll(started, order.concurrency, (learner) => handIn(learner, tally));
      started = [];
      return;
    case 'sit':
      await filterAll(learnersOf(order.group, true), order.concurrency, (learner) =>
        sit(learner, order.thinkMs, tally),
      );
      return;
    default:
      return order satisfies never;
  }
}

function learnersOf({ learnerIds, examId, by }: LearnerGroup, subscribes: boolean): Learner[] {
  if (!ground) throw new Error('the load process was not opened');
  const { url, makeToken, client } = ground;
  const receipts = ground.receipts.of(examId);
  return learnerIds.map((learnerId) => {
    const token = makeToken(learnerId);
    return by === 'SDK'
      ? createSdkLearner({ learnerId, examId, url, token: () => token, receipts })
      : createLeanLearner({ learnerId, examId, url, client, token, receipts, subscribes });
  });
}

async function sit(learner: Learner, thinkMs: number, tally: Tally): Promise<boolean> {
  // Nobody begins at the same moment as all others, so that they do not end at one either.
  await pause(Math.random() * thinkMs * 40);
  if (!(await tally.time('start', () => learner.start()))) return false;
  return (await answerAll(learner, thinkMs, tally)) && (await handIn(learner, tally));
}

async function answerAll(learner: Learner, thinkMs: number, tally: Tally): Promise<boolean> {
  for (let place = 0; place < learner.questionCount(); place += 1) {
    if (thinkMs > 0) await pause(thinkMs * (0.5 + Math.random()));
    if (!(await tally.time('answer', () => learner.answer(place)))) return false;
  }
  return true;
}

async function handIn(learner: Learner, tally: Tally): Promise<boolean> {
  const isDone = await tally.time('result', () => within(resultWithinMs, learner.handIn()));
  learner.close();
  return isDone;
}
