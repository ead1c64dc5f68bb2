import { findBoardMismatches } from './board.ts';
import type { Facts, Findings } from './facts.ts';
import { findLate } from './late.ts';
import { findLost } from './lost.ts';
import { findTwice } from './twice.ts';
import { findWrongScores } from './wrong-scores.ts';

/** Compares what clients were told with what the database holds and what viewers are shown. */
export function findFaults(facts: Facts): Findings {
  return {
    lost: findLost(facts),
    duplicated: findTwice(facts),
    afterDeadline: findLate(facts),
    wrongScore: findWrongScores(facts),
    boardMismatch: findBoardMismatches(facts),
  };
}
