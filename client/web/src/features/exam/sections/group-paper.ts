import type { AuthoredQuestionPartsFragment, DrawPartsFragment, PaperPartsFragment } from '@lectern/sdk';

/** A question with its number as the exam counts them. */
export interface NumberedQuestion {
  readonly question: AuthoredQuestionPartsFragment;
  readonly number: number;
  /** Where it would stand after a step up or down inside its group; null at the ends. */
  readonly positionAbove: number | null;
  readonly positionBelow: number | null;
}

/** A draw with the numbers that its questions have. */
export interface NumberedDraw {
  readonly draw: DrawPartsFragment;
  readonly from: number;
  readonly to: number;
}

/** One section with what stands in it; `section` is null for what stands in none. */
export interface PaperGroup {
  readonly section: PaperPartsFragment['sections'][number] | null;
  readonly questions: readonly NumberedQuestion[];
  readonly draws: readonly NumberedDraw[];
  readonly questionCount: number;
  readonly points: number;
}

const byPosition = (one: { readonly position: number }, other: { readonly position: number }) =>
  one.position - other.position;

/**
 * A paper as learners meet it: what stands in no section first, then section by section, in each the fixed questions
 * and then the draws. A group that is no section is there when it holds something, or when there is nothing else.
 */
export function groupPaper(paper: Pick<PaperPartsFragment, 'sections' | 'questions' | 'draws'>): readonly PaperGroup[] {
  const sections = [...paper.sections].sort(byPosition);
  let count = 0;
  const groups = [null, ...sections].map((section): PaperGroup => {
    const id = section?.id ?? null;
    const here = paper.questions.filter((question) => question.sectionId === id).sort(byPosition);
    const questions = here.map((question, index): NumberedQuestion => {
      count += 1;
      const positionAbove = here[index - 1]?.position ?? null;
      return { question, number: count, positionAbove, positionBelow: here[index + 1]?.position ?? null };
    });
    const draws = paper.draws
      .filter((draw) => draw.sectionId === id)
      .sort(byPosition)
      .map((draw): NumberedDraw => {
        const from = count + 1;
        count += draw.questionCount;
        return { draw, from, to: count };
      });
    const fixedPoints = here.reduce((sum, { pointsMax }) => sum + pointsMax, 0);
    return {
      section,
      questions,
      draws,
      questionCount: draws.reduce((sum, { draw }) => sum + draw.questionCount, here.length),
      points: draws.reduce((sum, { draw }) => sum + draw.questionCount * draw.pointsEach, fixedPoints),
    };
  });
  return groups.filter(({ section, questionCount }) => section !== null || questionCount > 0 || sections.length === 0);
}
