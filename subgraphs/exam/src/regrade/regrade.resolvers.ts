import { attemptErrors } from '../attempt/attempt.errors.ts';
import { isKnownToTeach } from '../exam/exam-access.ts';
import type {
  ExamResolvers,
  KeyChangeInput,
  KeyCorrectionResolvers,
  MutationResolvers,
  QueryResolvers,
  RegradeChangeResolvers,
} from '../graphql/types.generated.ts';
import { applyRegrade } from './apply-regrade.ts';
import type { KeyChange } from './corrected-question.ts';
import { listKeyCorrections } from './key-correction.queries.ts';
import { previewRegrade } from './preview-regrade.ts';
import { publishedQuestions } from './published-questions.ts';
import { countLeft } from './regrade-left.ts';

export const regradeQueries = {
  previewRegrade: (_parent, { input }, deps) => previewRegrade(deps, input.examId, changesOf(input.changes)),
} satisfies QueryResolvers;

export const regradeMutations = {
  applyRegrade: (_parent, { input: { examId, changes, reason } }, deps) =>
    applyRegrade(deps, examId, changesOf(changes), reason),
} satisfies MutationResolvers;

export const regradeOfExam = {
  async keyCorrections({ id, courseId, keyRevision }, _args, deps) {
    return (await isKnownToTeach(deps, courseId)) ? listKeyCorrections(deps.em, id, keyRevision) : null;
  },
  async publishedQuestions(exam, _args, deps) {
    return (await isKnownToTeach(deps, exam.courseId)) ? publishedQuestions(deps, exam) : null;
  },
  async regradeLeftCount({ id, courseId }, _args, deps) {
    return (await isKnownToTeach(deps, courseId)) ? countLeft(deps.em, id) : null;
  },
} satisfies ExamResolvers;

export const keyCorrectionFields = {
  correctedBy: ({ correctedBy }) => ({ __typename: 'User' as const, id: correctedBy }),
} satisfies KeyCorrectionResolvers;

export const regradeChangeFields = {
  async attempt({ attemptId }, _args, { loaders }) {
    const attempt = (await loaders.attempt.load(attemptId))?.attempt;
    if (!attempt) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
    return attempt;
  },
  pointsBefore: ({ before }) => before.pointsAwarded,
  pointsAfter: ({ after }) => after.pointsAwarded,
  scorePercentBefore: ({ before }) => before.scorePercent,
  scorePercentAfter: ({ after }) => after.scorePercent,
  isPassedBefore: ({ before }) => before.isPassed,
  isPassedAfter: ({ after }) => after.isPassed,
} satisfies RegradeChangeResolvers;

/** The schema fills in its defaults; the generated types do not know of them. */
function changesOf(inputs: readonly KeyChangeInput[]): KeyChange[] {
  return inputs.map((input) => ({ ...input, isVoided: input.isVoided ?? false }));
}
