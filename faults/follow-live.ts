import { setTimeout as delay } from 'node:timers/promises';
import { findBoardMismatches } from '@lectern/bench/answers/check/board';
import type { BoardFact } from '@lectern/bench/answers/check/facts';
import { toBoard } from '@lectern/bench/answers/check/read-board';
import { readCounted } from '@lectern/bench/answers/check/read-facts';
import { ExamLiveChangesDocument, type Lectern } from '@lectern/sdk';

/** A teacher who watches the numbers of an exam by a live subscription. */
export type Following = Disposable & {
  /** How long after the recovery what is shown agrees with the database; null when it never does. */
  untilRight(databaseUrl: string, recoveredAt: number, withinMs: number): Promise<number | null>;
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

  async function isRight(databaseUrl: string): Promise<boolean> {
    // Read before it is compared: an event that comes meanwhile only makes it newer.
    const counted = await readCounted(databaseUrl, examId).catch(() => null);
    if (!counted || !shown) return false;
    return findBoardMismatches({ ...nothingElse, ...counted, board: shown }).length === 0;
  }

  return {
    async untilRight(databaseUrl, recoveredAt, withinMs) {
      while (performance.now() - recoveredAt < withinMs) {
        if (await isRight(databaseUrl)) return performance.now() - recoveredAt;
        await delay(lookEveryMs);
      }
      return null;
    },
    [Symbol.dispose]: () => live.close(),
  };
}

const nothingElse = { passMarkPercent: 0, papers: [], answers: [], moves: [], receipts: [] };
