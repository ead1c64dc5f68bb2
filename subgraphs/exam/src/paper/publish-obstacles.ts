import { type Window, windowState } from '../exam/exam.ts';

export type PublishObstacle = {
  /** Stable; see `obstacleCodes`. */
  readonly code: ObstacleCode;
  readonly message: string;
  readonly questionId: string | null;
  readonly drawId: string | null;
};

export const obstacleCodes = [
  'NO_WINDOW',
  'WINDOW_OVER',
  'WINDOW_SHORTER_THAN_LIMIT',
  'NO_QUESTIONS',
  'QUESTION_NOT_READY',
  'ILLUSTRATION_MISSING',
  'DRAW_TOO_FEW_QUESTIONS',
  'SECTION_EMPTY',
  'PAPER_TOO_LARGE',
  'PASS_MARK_OUT_OF_REACH',
] as const;
export type ObstacleCode = (typeof obstacleCodes)[number];

/** What a paper holds at most, the pools of its draws included. */
export const paperQuestionsMax = 10_000;

/** All that decides whether an exam can be published. */
export type PublishFacts = {
  readonly window: Window;
  readonly timeLimitSeconds: number;
  readonly passMarkPoints: number | null;
  readonly pointsMax: number;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly questions: readonly {
    readonly id: string;
    readonly sectionId: string | null;
    readonly problems: readonly { readonly message: string }[];
    readonly lacksIllustration: boolean;
  }[];
  readonly draws: readonly {
    readonly id: string;
    readonly sectionId: string | null;
    readonly questionCount: number;
    readonly matchingCount: number;
  }[];
  /** Draws that are not certain to find enough, and how many are certain to be left for them. */
  readonly tooSmallDraws: readonly { readonly id: string; readonly leftCount: number }[];
};

/** What stands in the way of publishing, all of it; empty when nothing does. */
export function publishObstacles(facts: PublishFacts, now: Date): PublishObstacle[] {
  return [
    ...windowObstacles(facts, now),
    ...questionObstacles(facts),
    ...drawObstacles(facts),
    ...sectionObstacles(facts),
    ...pointsObstacles(facts),
  ];
}

function windowObstacles({ window, timeLimitSeconds }: PublishFacts, now: Date): PublishObstacle[] {
  const { opensAt, closesAt } = window;
  const state = windowState(window, now);
  if (state === 'NONE' || opensAt === null || closesAt === null) {
    return [obstacle('NO_WINDOW', 'Say when the exam opens and closes.')];
  }
  const obstacles: PublishObstacle[] = [];
  if (state === 'CLOSED') obstacles.push(obstacle('WINDOW_OVER', 'The window is over; move it.'));
  if (closesAt.getTime() - opensAt.getTime() < timeLimitSeconds * 1_000) {
    const message = 'The window is shorter than the time limit: nobody could have all of their time.';
    obstacles.push(obstacle('WINDOW_SHORTER_THAN_LIMIT', message));
  }
  return obstacles;
}

function questionObstacles({ questions, draws }: PublishFacts): PublishObstacle[] {
  if (questions.length === 0 && draws.length === 0) return [obstacle('NO_QUESTIONS', 'Add at least one question.')];
  return questions.flatMap(({ id: questionId, problems, lacksIllustration }) => {
    const obstacles = problems.map(({ message }) => obstacle('QUESTION_NOT_READY', message, { questionId }));
    if (!lacksIllustration) return obstacles;
    const message = 'A picture of the question is missing. Upload it again.';
    return [...obstacles, obstacle('ILLUSTRATION_MISSING', message, { questionId })];
  });
}

function drawObstacles({ questions, draws, tooSmallDraws }: PublishFacts): PublishObstacle[] {
  const obstacles = tooSmallDraws.map(({ id: drawId, leftCount }) => {
    const draw = draws.find(({ id }) => id === drawId);
    const wanted = draw?.questionCount ?? 0;
    const others = 'not counting those that stand in the exam already or that other draws may take';
    const message = `${wanted} questions are to be drawn, but only ${leftCount} are certain to be there, ${others}.`;
    return obstacle('DRAW_TOO_FEW_QUESTIONS', message, { drawId });
  });
  const held = draws.reduce((sum, { matchingCount }) => sum + matchingCount, questions.length);
  if (held <= paperQuestionsMax) return obstacles;
  const message = `The draws choose from more than ${paperQuestionsMax} questions. Name more tags.`;
  return [...obstacles, obstacle('PAPER_TOO_LARGE', message)];
}

function sectionObstacles({ sections, questions, draws }: PublishFacts): PublishObstacle[] {
  const filled = new Set([...questions, ...draws].map(({ sectionId }) => sectionId));
  return sections
    .filter(({ id }) => !filled.has(id))
    .map(({ title }) => obstacle('SECTION_EMPTY', `The section “${title}” has no questions. Fill it or remove it.`));
}

function pointsObstacles({ passMarkPoints, pointsMax }: PublishFacts): PublishObstacle[] {
  if (passMarkPoints === null || passMarkPoints <= pointsMax) return [];
  const message = `${passMarkPoints} points are needed to pass, but there are only ${pointsMax}.`;
  return [obstacle('PASS_MARK_OUT_OF_REACH', message)];
}

function obstacle(
  code: ObstacleCode,
  message: string,
  concerns: { readonly questionId?: string; readonly drawId?: string } = {},
): PublishObstacle {
  return { code, message, questionId: concerns.questionId ?? null, drawId: concerns.drawId ?? null };
}
