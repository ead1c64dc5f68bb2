import { setTimeout as delay } from 'node:timers/promises';
import { ExamLiveDocument, type Lectern } from '@lectern/sdk';
import { findBoardMismatches } from './board.ts';
import type { BoardFact, Facts } from './facts.ts';

/** What a teacher is shown of an exam, through the gateway. */
export async function readBoard(teacher: Lectern, examId: string): Promise<BoardFact> {
  const { examLive } = await teacher.query(ExamLiveDocument, { examId });
  if (!examLive) throw new Error('the teacher is shown no numbers');
  return toBoard(examLive);
}

type Shown = Omit<BoardFact, 'histogram' | 'leaders'> & {
  readonly scoreHistogram: readonly { readonly count: number }[];
  readonly leaderboard: readonly {
    readonly learner: { readonly id: string };
    readonly scorePercent: number;
    readonly durationSeconds: number;
  }[];
};

export function toBoard({ scoreHistogram, leaderboard, ...counts }: Shown): BoardFact {
  return {
    ...counts,
    histogram: scoreHistogram.map(({ count }) => count),
    leaders: leaderboard.map(({ learner, scorePercent, durationSeconds }) => {
      return { learnerId: learner.id, scorePercent, durationSeconds };
    }),
  };
}

const catchUpMs = 15_000;

/** The board when it agrees with the facts, or as it is when it has had its time: projections follow, they do not lead. */
export async function readSettledBoard(
  read: () => Promise<BoardFact>,
  facts: Pick<Facts, 'attempts' | 'registeredCount'>,
  withinMs: number = catchUpMs,
): Promise<BoardFact> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const board = await read();
    const isRight = findBoardMismatches({ ...empty, ...facts, board }).length === 0;
    if (isRight || performance.now() > giveUpAt) return board;
    await delay(250);
  }
}

const empty: Facts = {
  passMarkPercent: 0,
  registeredCount: 0,
  papers: [],
  attempts: [],
  answers: [],
  moves: [],
  board: null,
  receipts: [],
};
