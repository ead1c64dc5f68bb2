import { StartAttemptDocument, type StartAttemptMutation } from '@lectern/sdk';
import type { MakeToken } from '../school/token-issuer.ts';
import { collectGarbage } from './collect-garbage.ts';
import { makeRoomForCopies } from './copies.ts';
import { filterAll } from './each.ts';
import { openExamPage } from './exam-page.ts';
import { findPaperFault } from './find-paper-fault.ts';
import { createLeanClient, dataOf, joined } from './lean-client.ts';
import type { LearnerGroup } from './orders.ts';
import type { ReceiptFile } from './receipt-file.ts';
import { type Arrival, type Readied, rush } from './rush.ts';
import type { Tally } from './tally.ts';

/** Learners who all press start within a few seconds. */
export type Cohort = Disposable & {
  /** Everybody opens the exam's page, so many at a time; for whom it does not come has no button to press. */
  openPages(concurrency: number, tally: Tally): Promise<void>;
  /** Makes everything ready that takes no server. */
  prepare(): void;
  start(overMs: number): Promise<void>;
  /** Looks at all answers of the start: a paper, or the reason that there is none. */
  readPapers(questionCount: number, tally: Tally): void;
};

/** Forty questions of the bank; most are smaller. */
const paperBytes = 24 * 1024;

export type CohortGround = {
  readonly url: string;
  readonly makeToken: MakeToken;
  readonly receipts: ReceiptFile;
  readonly connectionCount: number;
};

export async function gatherCohort({ examId, learnerIds }: LearnerGroup, ground: CohortGround): Promise<Cohort> {
  const client = createLeanClient(ground.url, ground.connectionCount);
  await client.connect();
  let learners = learnerIds.map((learnerId) => ({ learnerId, token: ground.makeToken(learnerId) }));
  let readied: Readied = { connections: [], requests: [], copy: (piece) => piece };
  let arrivals: readonly Arrival[] = [];

  function readPaper(learnerId: string, { reply, pieces }: Arrival, questionCount: number): void {
    if (typeof reply === 'string') throw new Error(`NETWORK: ${reply}`);
    const data = dataOf<StartAttemptMutation>({ status: reply.status, body: joined(pieces) });
    const attemptId = data.startAttempt.attempt.id;
    ground.receipts.write({ kind: 'START', learnerId, attemptId });
    const fault = findPaperFault(data, { examId, questionCount });
    if (fault) throw new Error(fault);
  }

  return {
    async openPages(concurrency, tally) {
      learners = await filterAll(learners, concurrency, ({ learnerId, token }) =>
        tally.time('page', () => openExamPage(client, { learnerId, examId }, token)),
      );
    },
    prepare() {
      const requests = learners.map(({ token }) =>
        client.requestFor(StartAttemptDocument, { input: { examId } }, token),
      );
      readied = { connections: client.connections, requests, copy: makeRoomForCopies(requests.length * paperBytes) };
      collectGarbage();
    },
    async start(overMs) {
      arrivals = await rush(readied, overMs);
    },
    readPapers(questionCount, tally) {
      for (const [index, arrival] of arrivals.entries()) {
        try {
          readPaper(learners[index]?.learnerId ?? '', arrival, questionCount);
          tally.add('start', arrival.ms);
        } catch (error) {
          tally.fail('start', error);
        }
      }
    },
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}
