import { type BankProblem, difficultyProblem, readTags } from '../bank/bank.ts';
import { questionLimits } from '../question/question-limits.ts';

/** Draw: so many questions of the bank that bear all of its tags, chosen anew for each attempt. */
export type DrawSettings = {
  readonly sectionId: string | null;
  readonly tags: readonly string[];
  readonly difficultyMin: number | null;
  readonly difficultyMax: number | null;
  readonly questionCount: number;
  /** What each of them is worth, whatever the bank says: all attempts have the same sum. */
  readonly pointsEach: number;
};

export type Draw = DrawSettings & { readonly id: string; readonly position: number };

/** A draw with what it chooses from now. */
export type MatchedDraw = Draw & {
  /** All that match, counted. */
  readonly matchingCount: number;
  /** Which they are, oldest first, as far as a paper could hold them. */
  readonly bankQuestionIds: readonly string[];
};

export const drawLimits = { drawsMax: 100, questionCountMax: 500 } as const;

/** A draw as it is stored; or what is wrong with it. */
export function readDraw(given: DrawSettings): DrawSettings | BankProblem {
  const read = readTags(given.tags);
  if ('field' in read) return read;
  if (read.tags.length === 0) return { field: 'tags', message: 'Name at least one tag.' };
  const { difficultyMin, difficultyMax, questionCount, pointsEach } = given;
  const problem =
    difficultyProblem(difficultyMin, 'difficultyMin') ?? difficultyProblem(difficultyMax, 'difficultyMax');
  if (problem) return problem;
  if (difficultyMin !== null && difficultyMax !== null && difficultyMin > difficultyMax) {
    return { field: 'difficultyMax', message: 'The range of difficulty ends before it begins.' };
  }
  const { questionCountMax } = drawLimits;
  if (!Number.isInteger(questionCount) || questionCount < 1 || questionCount > questionCountMax) {
    return { field: 'questionCount', message: `1 to ${questionCountMax} questions can be drawn.` };
  }
  const { pointsMax } = questionLimits;
  if (!Number.isFinite(pointsEach) || pointsEach <= 0 || pointsEach > pointsMax) {
    return { field: 'pointsEach', message: `Points must be more than 0 and at most ${pointsMax}.` };
  }
  return { ...given, tags: read.tags };
}
