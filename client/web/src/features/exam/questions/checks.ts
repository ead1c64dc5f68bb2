import type { PaperPartsFragment } from '@lectern/sdk';

type Obstacle = PaperPartsFragment['publishObstacles'][number];

/** What is looked at before an exam is published, in the order of the list. */
export const checkNames = ['questions', 'keys', 'draws', 'points', 'window', 'others'] as const;
export type CheckName = (typeof checkNames)[number];

/** One thing that is looked at, and what is wrong with it; nothing when it is as it should be. */
export interface Check {
  readonly name: CheckName;
  readonly obstacles: readonly Obstacle[];
}

function checkOf({ code, questionId, drawId }: Obstacle): CheckName {
  if (questionId !== null) return 'keys';
  if (drawId !== null) return 'draws';
  if (code.includes('WINDOW')) return 'window';
  if (code === 'PASS_MARK_OUT_OF_REACH') return 'points';
  return code === 'NO_QUESTIONS' || code === 'SECTION_EMPTY' ? 'questions' : 'others';
}

/** The obstacles by what they concern. Draws are looked at where there are any; what is unknown, where it is wrong. */
export function checksOf({ publishObstacles, draws }: Pick<PaperPartsFragment, 'publishObstacles' | 'draws'>): Check[] {
  return checkNames
    .map((name) => ({ name, obstacles: publishObstacles.filter((obstacle) => checkOf(obstacle) === name) }))
    .filter(({ name, obstacles }) => {
      if (name === 'others') return obstacles.length > 0;
      return name !== 'draws' || draws.length > 0 || obstacles.length > 0;
    });
}
