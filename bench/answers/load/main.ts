import { answerLines } from '../../gateway/processes/lines.ts';
import { createTokenMaker, type MakeToken } from '../school/token-issuer.ts';
import { type Cohort, gatherCohort } from './cohort.ts';
import { filterAll, pause, within } from './each.ts';
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
let started: readonly Learner[] = [];
let cohort: Cohort | undefined;

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
      const client = createLeanClient(url, connections);
      ground = { ...order.ground, makeToken: createTokenMaker(key), receipts, client };
      return;
    }
    case 'start': {
      const learners = learnersOf(order.group);
      await doAll(learners, order.concurrency, tally, (learner) => tally.time('start', () => learner.start()));
      // The next order is to send, and nothing else.
      for (const learner of started) learner.prepare();
      return;
    }
    case 'answer':
      return doAll(started, order.concurrency, tally, (learner) => answerAll(learner, 0, tally));
    case 'handIn':
      await doAll(started, order.concurrency, tally, (learner) => handIn(learner, tally));
      started = [];
      return;
    case 'sit':
      return doAll(learnersOf(order.group), order.concurrency, tally, (learner) => sit(learner, order.thinkMs, tally));
    case 'gather':
    case 'rush':
    case 'papers':
      return rushTogether(order, tally);
    default:
      return order satisfies never;
  }
}

/** Does it for all; then time stands still, and what came is read. Those for whom it went well go on. */
async function doAll(
  learners: readonly Learner[],
  concurrency: number,
  tally: Tally,
  work: (learner: Learner) => Promise<boolean>,
): Promise<void> {
  // Everybody signed in before.
  tally.begin();
  started = await filterAll(learners, concurrency, work);
  tally.end();
  for (const learner of learners) learner.readReceipts(tally);
}

async function rushTogether(
  order: Extract<LoadOrder, { kind: 'gather' | 'rush' | 'papers' }>,
  tally: Tally,
): Promise<void> {
  if (order.kind === 'gather') {
    const { url, makeToken, receipts } = opened();
    const { group, connectionCount } = order;
    cohort = await gatherCohort(group, { url, makeToken, receipts: receipts.of(group.examId), connectionCount });
    if (order.opensPages) await cohort.openPages(order.concurrency, tally);
    cohort.prepare();
    return;
  }
  if (!cohort) throw new Error('nobody was gathered');
  if (order.kind === 'rush') {
    tally.begin();
    await cohort.start(order.overMs);
    tally.end();
    return;
  }
  cohort.readPapers(order.questionCount, tally);
  cohort[Symbol.dispose]();
  cohort = undefined;
}

function opened(): Ground {
  if (!ground) throw new Error('the load process was not opened');
  return ground;
}

function learnersOf({ learnerIds, examId, by }: LearnerGroup): Learner[] {
  const { url, makeToken, client, receipts: files } = opened();
  const receipts = files.of(examId);
  return learnerIds.map((learnerId) => {
    const token = makeToken(learnerId);
    return by === 'SDK'
      ? createSdkLearner({ learnerId, examId, url, token: () => token, receipts })
      : createLeanLearner({ learnerId, examId, url, client, token, receipts });
  });
}

async function sit(learner: Learner, thinkMs: number, tally: Tally): Promise<boolean> {
  // Nobody begins at the same moment as all others, so that they do not end at one either.
  await pause(Math.random() * thinkMs * 40);
  if (!(await tally.time('start', () => learner.start()))) return false;
  learner.prepare();
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
