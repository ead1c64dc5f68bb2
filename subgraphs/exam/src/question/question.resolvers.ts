import { databaseNow } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import type { AuthoredQuestionResolvers, MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import { addQuestion } from './add-question.ts';
import { authoredPaperOf } from './authored-paper.ts';
import { moveQuestion } from './move-question.ts';
import { newChoiceId } from './new-choice-id.ts';
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
    return { question: await addQuestion(deps, input.examId, readQuestion(input.question, newChoiceId)) };
  },
  async updateQuestion(_parent, { input }, deps) {
    return { question: await updateQuestion(deps, input.questionId, readQuestion(input.question, newChoiceId)) };
  },
  async removeQuestion(_parent, { input }, deps) {
    return { paper: await removeQuestion(deps, input.questionId) };
  },
  async moveQuestion(_parent, { input }, deps) {
    return { paper: await moveQuestion(deps, input.questionId, input.position) };
  },
} satisfies MutationResolvers;

export const authoredQuestionFields = {
  choices: (question) => ('choices' in question ? question.choices : []),
  isTrue: (question) => ('isTrue' in question ? question.isTrue : null),
  number: (question) => ('number' in question ? question.number : null),
  tolerance: (question) => ('tolerance' in question ? question.tolerance : null),
  unit: (question) => ('unit' in question ? question.unit : null),
  acceptedTexts: (question) => ('acceptedTexts' in question ? question.acceptedTexts : []),
} satisfies AuthoredQuestionResolvers;
