import type { EntityManager } from '@mikro-orm/postgresql';
import { listDraws } from '../draw/draw.queries.ts';
import type { MatchedDraw } from '../draw/draw.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { listKnownIllustrations } from '../illustration/illustration.queries.ts';
import { illustrationIds } from '../illustration/illustration.ts';
import { tooSmallDraws } from '../paper/draw-questions.ts';
import { type PublishObstacle, publishObstacles } from '../paper/publish-obstacles.ts';
import { listSections } from '../section/section.queries.ts';
import type { Section } from '../section/section.ts';
import { listQuestions, type PlacedQuestion } from './question.queries.ts';
import { questionProblems } from './question.ts';

/** The questions of an exam with their keys, for those who teach the course. */
export type AuthoredPaper = {
  readonly examId: string;
  readonly sections: readonly Section[];
  readonly questions: readonly PlacedQuestion[];
  readonly draws: readonly MatchedDraw[];
  /** Of one attempt. */
  readonly questionCount: number;
  readonly pointsMax: number;
  readonly publishObstacles: readonly PublishObstacle[];
};

type Facts = Pick<ExamRow, 'id' | 'courseId' | 'opensAt' | 'closesAt' | 'timeLimitSeconds' | 'passMarkPoints'>;

/** Reads what an exam is made of, and finds what stands in the way of publishing at `now`. */
export async function authoredPaperOf(em: EntityManager, exam: Facts, now: Date): Promise<AuthoredPaper> {
  const questions = await listQuestions(em, exam.id);
  const sections = await listSections(em, exam.id);
  const draws = await listDraws(em, exam.id);
  const pictured = questions.flatMap(illustrationIds);
  const known = new Set(pictured.length > 0 ? await listKnownIllustrations(em, exam.courseId, pictured) : []);
  const drawnCount = draws.reduce((sum, { questionCount }) => sum + questionCount, 0);
  const drawnPoints = draws.reduce((sum, { questionCount, pointsEach }) => sum + questionCount * pointsEach, 0);
  const pointsMax = questions.reduce((sum, question) => sum + question.pointsMax, drawnPoints);
  const facts = {
    window: exam,
    timeLimitSeconds: exam.timeLimitSeconds,
    passMarkPoints: exam.passMarkPoints,
    pointsMax,
    sections,
    questions: questions.map((question) => ({
      id: question.id,
      sectionId: question.sectionId,
      problems: questionProblems(question),
      lacksIllustration: illustrationIds(question).some((id) => !known.has(id)),
    })),
    draws,
    tooSmallDraws: tooSmallDraws(poolsOf(questions, draws)),
  };
  return {
    examId: exam.id,
    sections,
    questions,
    draws,
    questionCount: questions.length + drawnCount,
    pointsMax,
    publishObstacles: publishObstacles(facts, now),
  };
}

/** What draws choose from: what matches and does not stand in the exam already. */
export function poolsOf(
  questions: readonly Pick<PlacedQuestion, 'bankQuestionId'>[],
  draws: readonly MatchedDraw[],
): MatchedDraw[] {
  const fixed = new Set(questions.map(({ bankQuestionId }) => bankQuestionId));
  return draws.map((draw) => {
    return { ...draw, bankQuestionIds: draw.bankQuestionIds.filter((id) => !fixed.has(id)) };
  });
}
