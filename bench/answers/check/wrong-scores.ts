import type { AnswerFact, AttemptFact, Facts, PaperFact } from './facts.ts';
import { pointsOf, type Result, resultOf, toMillionth } from './score.ts';

/** Points and results that differ from what the paper's keys and the stored answers give. */
export function findWrongScores(facts: Facts): string[] {
  const papers = new Map(facts.papers.map((paper) => [paper.id, readPaper(paper)]));
  const answersOf = Map.groupBy(facts.answers, ({ attemptId }) => attemptId);
  const results = new Map<string, Result>();
  const wrong: string[] = [];
  for (const attempt of facts.attempts) {
    const paper = papers.get(attempt.paperId);
    if (!paper) {
      wrong.push(`attempt ${attempt.id} has no paper`);
      continue;
    }
    const { points, faults } = markAnswers(paper, answersOf.get(attempt.id) ?? []);
    wrong.push(...faults);
    if (attempt.status !== 'GRADED') continue;
    const result = resultOf(points, paper, facts.passMarkPercent);
    results.set(attempt.id, result);
    if (!isSameResult(attempt, result))
      wrong.push(`attempt ${attempt.id}: ${told(attempt)} stored, ${told(result)} right`);
  }
  for (const receipt of facts.receipts) {
    const result = receipt.kind === 'RESULT' ? results.get(receipt.attemptId) : undefined;
    if (receipt.kind === 'RESULT' && result && !isSameResult(receipt, result)) {
      wrong.push(`attempt ${receipt.attemptId}: ${told(receipt)} shown, ${told(result)} right`);
    }
  }
  return wrong;
}

type ReadPaper = PaperFact & { readonly byId: ReadonlyMap<string, PaperFact['questions'][number]> };

function readPaper(paper: PaperFact): ReadPaper {
  return { ...paper, byId: new Map(paper.questions.map((question) => [question.id, question])) };
}

function markAnswers(paper: ReadPaper, answers: readonly AnswerFact[]) {
  let points = 0;
  const faults: string[] = [];
  for (const { attemptId, questionId, response, pointsAwarded } of answers) {
    const question = paper.byId.get(questionId);
    const right = question ? pointsOf(question, response) : Number.NaN;
    if (!(toMillionth(pointsAwarded ?? 0) === toMillionth(right))) {
      faults.push(`answer ${attemptId}:${questionId}: ${pointsAwarded} points stored, ${right} right`);
    }
    points += Number.isNaN(right) ? 0 : right;
  }
  return { points, faults };
}

type Shown = Pick<AttemptFact, 'pointsAwarded' | 'scorePercent' | 'isPassed'>;

function isSameResult(shown: Shown, right: Result): boolean {
  return (
    shown.isPassed === right.isPassed &&
    Math.abs((shown.pointsAwarded ?? -1) - right.pointsAwarded) < 1e-5 &&
    Math.abs((shown.scorePercent ?? -1) - right.scorePercent) < 1e-5
  );
}

const told = ({ pointsAwarded, scorePercent, isPassed }: Shown): string =>
  `${pointsAwarded} points, ${scorePercent} %, ${isPassed ? 'passed' : 'failed'}`;
