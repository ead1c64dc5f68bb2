import { databaseNow } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import type { AuthoredQuestionResolvers, MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import { addQuestion } from './add-question.ts';
import { authoredPaperOf } from './authored-paper.ts';
import { moveQuestion } from './move-question.ts';
import { newChoiceId } from './new-choice-id.ts';
import type { PlacedQuestion } from './question.queries.ts';
import type { PartialScoring } from './question.ts';
import { readQuestion } from './question-input.ts';
import { removeQuestion } from './remove-question.ts';
import { updateQuestion } from './update-question.ts';

export const questionQueries = {
  async examPaper(_parent, { examId }, deps) {
    const { exam } = await getExamToTeach(deps, examId);
    return authoredPaperOf(deps.em, exam, await databaseNow(deps.em));
  },
} satisfies QueryResolvers;

export const questionMutations = {
  async addQuestion(_parent, { input }, deps) {
    const draft = readQuestion(input.question, newChoiceId);
    return { question: await addQuestion(deps, input.examId, draft, input.sectionId ?? null) };
  },
  async updateQuestion(_parent, { input }, deps) {
    return { question: await updateQuestion(deps, input.questionId, readQuestion(input.question, newChoiceId)) };
  },
  async removeQuestion(_parent, { input }, deps) {
    return { paper: await removeQuestion(deps, input.questionId) };
  },
  async moveQuestion(_parent, { input }, deps) {
    return { paper: await moveQuestion(deps, input.questionId, input) };
  },
} satisfies MutationResolvers;

export const authoredQuestionFields = {
  choices: (question) => ('choices' in question ? question.choices : []),
  isTrue: (question) => ('isTrue' in question ? question.isTrue : null),
  number: (question) => ('number' in question ? question.number : null),
  tolerance: (question) => ('tolerance' in question ? question.tolerance : null),
  unit: (question) => ('unit' in question ? question.unit : null),
  toleranceKind: (question) => (question.kind === 'NUMERIC' ? (question.toleranceKind ?? 'ABSOLUTE') : null),
  acceptedTexts: (question) => ('acceptedTexts' in question ? question.acceptedTexts : []),
  foldsCase: (question) => (question.kind === 'SHORT_TEXT' ? (question.foldsCase ?? true) : null),
  foldsSpace: (question) => (question.kind === 'SHORT_TEXT' ? (question.foldsSpace ?? true) : null),
  pattern: (question) => (question.kind === 'SHORT_TEXT' ? (question.pattern ?? null) : null),
  scoring: scoringOf,
  premises: (question) => (question.kind === 'MATCHING' ? question.premises : []),
  targets: (question) => (question.kind === 'MATCHING' ? question.targets : []),
  items: (question) => (question.kind === 'ORDERING' ? question.items : []),
  wordsMax: (question) => (question.kind === 'ESSAY' ? question.wordsMax : null),
  guidance: (question) => (question.kind === 'ESSAY' ? question.guidance : null),
  feedback: ({ feedback }) => feedback ?? null,
  illustration: ({ promptIllustration }) => promptIllustration ?? null,
  async newerBankVersion({ bankQuestionId, bankVersion }, _args, { loaders }) {
    if (bankQuestionId === null || bankVersion === null) return null;
    const latest = await loaders.latestBankVersion.load(bankQuestionId);
    return latest > bankVersion ? latest : null;
  },
} satisfies AuthoredQuestionResolvers;

function scoringOf(question: PlacedQuestion): PartialScoring | null {
  switch (question.kind) {
    case 'MULTIPLE_CHOICE':
      return question.scoring ?? 'ALL_OR_NOTHING';
    case 'MATCHING':
    case 'ORDERING':
      return question.scoring;
    default:
      return null;
  }
}
