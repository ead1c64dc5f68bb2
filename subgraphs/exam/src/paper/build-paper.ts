import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { findBankQuestions } from '../bank/bank.queries.ts';
import type { MatchedDraw } from '../draw/draw.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { illustrationSizes } from '../illustration/illustration.queries.ts';
import { type IllustrationSize, illustrationIds } from '../illustration/illustration.ts';
import { type AuthoredPaper, poolsOf } from '../question/authored-paper.ts';
import type { IllustrationRef } from '../question/question.ts';
import type { Paper, PaperIllustration, PaperQuestion } from './paper.ts';

/**
 * A draft as a paper: its fixed questions, and all that its draws can choose from, in the versions of now. Questions of
 * pools get ids that belong to the draw and the bank's question, so that two looks at one draft show the same.
 */
export async function buildPaper(
  em: EntityManager,
  exam: Pick<ExamRow, 'id' | 'shufflesQuestions' | 'shufflesChoices'>,
  authored: AuthoredPaper,
  id: string,
): Promise<Paper> {
  const fixed = authored.questions.map(({ position: _position, ...question }): PaperQuestion => question);
  const drawn = await poolQuestions(em, poolsOf(authored.questions, authored.draws));
  const { shufflesQuestions, shufflesChoices } = exam;
  return {
    id,
    examId: exam.id,
    shufflesQuestions,
    shufflesChoices,
    pointsMax: authored.pointsMax,
    sections: authored.sections.map((section) => {
      return { id: section.id, title: section.title, instructions: section.instructions };
    }),
    draws: authored.draws.map(({ id: drawId, sectionId, questionCount }) => ({ id: drawId, sectionId, questionCount })),
    questions: await withSizes(em, [...fixed, ...drawn]),
  };
}

async function poolQuestions(em: EntityManager, pools: readonly MatchedDraw[]): Promise<PaperQuestion[]> {
  const ids = new Set(pools.flatMap(({ bankQuestionIds }) => bankQuestionIds));
  if (ids.size === 0) return [];
  const byId = new Map((await findBankQuestions(em, [...ids])).map((question) => [question.id, question]));
  return pools.flatMap(({ id: drawId, sectionId, pointsEach, bankQuestionIds }) =>
    bankQuestionIds.flatMap((bankQuestionId): PaperQuestion[] => {
      const found = byId.get(bankQuestionId);
      if (!found) return [];
      const origin = { sectionId, drawId, bankQuestionId, bankVersion: found.version };
      return [{ ...found.question, id: poolQuestionId(drawId, bankQuestionId), pointsMax: pointsEach, ...origin }];
    }),
  );
}

/** A UUID of version 8, which is for what is made in a way of one's own. */
function poolQuestionId(drawId: string, bankQuestionId: string): string {
  const hex = createHash('sha256').update(`${drawId}/${bankQuestionId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Pictures with their sizes, so that whoever shows a paper need not look them up. */
async function withSizes(em: EntityManager, questions: readonly PaperQuestion[]): Promise<readonly PaperQuestion[]> {
  const ids = new Set(questions.flatMap(illustrationIds));
  if (ids.size === 0) return questions;
  const sizeOf = new Map((await illustrationSizes(em, [...ids])).map(({ id, ...size }) => [id, size]));
  return questions.map((question) => {
    const promptIllustration = sized(question.promptIllustration, sizeOf);
    if (question.kind !== 'SINGLE_CHOICE' && question.kind !== 'MULTIPLE_CHOICE') {
      return { ...question, promptIllustration };
    }
    const choices = question.choices.map((choice) => ({ ...choice, illustration: sized(choice.illustration, sizeOf) }));
    return { ...question, promptIllustration, choices };
  });
}

function sized(
  ref: IllustrationRef | null | undefined,
  sizeOf: ReadonlyMap<string, IllustrationSize>,
): PaperIllustration | null {
  return ref ? { ...ref, ...sizeOf.get(ref.id) } : null;
}
