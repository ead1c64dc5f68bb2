import { openReceiptFiles, type ReceiptFiles } from '@lectern/bench/answers/load/receipt-file';
import { createTokenMaker } from '@lectern/bench/answers/school/token-issuer';
import { answerLines } from '@lectern/bench/processes/lines';
import { type LearnersOrder, type LearnersReport, learnersNow, type Room } from './orders.ts';
import { pause } from './persist.ts';
import { createPersistentLearner, type PersistentLearner } from './persistent-learner.ts';
import { shiftClock } from './wrong-clock.ts';

/** A process of learners who answer all the time, whatever happens to the servers. */
type Sitting = { readonly learner: PersistentLearner; readonly done: Promise<void> };

/** Most begin at once, the others during the fault; so with the hand-ins of a third of them. */
const startsWithinMs = 12_000;
const handsInAfterMs = { least: 3_000, most: 20_000 };

const sittings: Sitting[] = [];
const complaints = new Map<string, number>();
let receipts: ReceiptFiles | undefined;
let startedCount = 0;
let handedInCount = 0;
let isCalm = false;

await answerLines(async (order: LearnersOrder): Promise<LearnersReport> => {
  if (order.kind === 'begin') begin(order.room);
  if (order.kind === 'calm') isCalm = true;
  if (order.kind === 'end') await end();
  receipts?.flush();
  return report(order.kind === 'look');
});

function begin({ url, key, receiptFolder, name, examId, learnerIds, clockOffsetMs }: Room): void {
  const rightNow = shiftClock(clockOffsetMs);
  const makeToken = createTokenMaker(key, rightNow);
  const files = openReceiptFiles(receiptFolder, name);
  receipts = files;
  for (const [index, learnerId] of learnerIds.entries()) {
    const token = makeToken(learnerId);
    const learner = createPersistentLearner({ url, token, learnerId, examId, receipts: files.of(examId) });
    const startsAfterMs = index % 4 === 0 ? Math.random() * startsWithinMs : Math.random() * 1_000;
    sittings.push({ learner, done: sit(learner, startsAfterMs, index % 3 === 0).catch(complain) });
  }
}

async function sit(learner: PersistentLearner, startsAfterMs: number, handsInEarly: boolean): Promise<void> {
  await pause(startsAfterMs);
  if (isCalm) return;
  await learner.start();
  startedCount += 1;
  const answering = learner.answerOn();
  if (handsInEarly) {
    await pause(handsInAfterMs.least + Math.random() * (handsInAfterMs.most - handsInAfterMs.least));
    // In a calm they wait: at the end all of these have handed in, early or not.
    if (!isCalm) learner.stopAnswering();
  }
  await answering;
  await learner.settle();
  if (!handsInEarly) return;
  await learner.handIn();
  handedInCount += 1;
}

async function end(): Promise<void> {
  isCalm = true;
  for (const { learner } of sittings) learner.stopAnswering();
  await Promise.all(sittings.map(({ done }) => done));
  for (const { learner } of sittings) learner.close();
}

function complain(error: unknown): void {
  const text = error instanceof Error ? ('code' in error ? `${error.code}` : error.message) : `${error}`;
  complaints.set(text, (complaints.get(text) ?? 0) + 1);
}

function report(isLooking: boolean): LearnersReport {
  const learners = sittings.map(({ learner }) => learner);
  return {
    lookedAt: learnersNow(),
    shown: isLooking ? learners.flatMap((learner) => learner.shown()) : [],
    remaining: isLooking ? learners.flatMap((learner) => learner.remaining()) : [],
    startedCount,
    handedInCount,
    savedCount: learners.reduce((sum, learner) => sum + learner.savedCount(), 0),
    complaints: Object.fromEntries(complaints),
  };
}
