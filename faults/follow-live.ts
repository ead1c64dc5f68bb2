import { setTimeout as delay } from 'node:timers/promises';
import { findBoardMismatches } from '@lectern/bench/answers/check/board';
import type { BoardFact } from '@lectern/bench/answers/check/facts';
import { toBoard } from '@lectern/bench/answers/check/read-board';
import { readCounted } from '@lectern/bench/answers/check/read-facts';
import { ExamLiveChangesDocument, type Lectern } from '@lectern/sdk';

/** A teacher who watches the numbers of an exam by a live subscription. */
export type Following = Disposable & {
  /** How long after the recovery what is shown agrees with the database, or where it differs when the time is over. */
  untilRight(databaseUrl: string, recoveredAt: number, withinMs: number): Promise<number | string>;
};

const lookEveryMs = 200;

export function followLive(teacher: Lectern, examId: string): Following {
  let shown: BoardFact | null = null;
  const live = teacher.subscribe(
    ExamLiveChangesDocument,
    { examId },
    {
      onEvent: ({ examLive }) => {
        if (examLive) shown = toBoard(examLive);
      },
    },
  );

  async function findDifference(databaseUrl: string): Promise<string | undefined> {
    // Read before it is compared: an event that comes meanwhile only makes it newer.
    const counted = await readCounted(databaseUrl, examId).catch(() => null);
    if (!counted || !shown) return counted ? 'nothing is shown' : 'the database does not answer';
    return findBoardMismatches({ ...nothingElse, ...counted, board: shown })[0];
  }

  return {
    async untilRight(databaseUrl, recoveredAt, withinMs) {
      for (;;) {
        const difference = await findDifference(databaseUrl);
        const ms = performance.now() - recoveredAt;
        if (difference === undefined) return ms;
        if (ms > withinMs) return difference;
        await delay(lookEveryMs);
      }
    },
    [Symbol.dispose]: () => live.close(),
  };
}

const nothingElse = { passMarkPercent: 0, papers: [], answers: [], moves: [], receipts: [] };
