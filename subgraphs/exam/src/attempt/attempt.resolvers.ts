import { isSignedIn, type Viewer } from '@lectern/request-signing';
import { readPage, toConnection } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { isKnownToTeach } from '../exam/exam-access.ts';
import { cursorParts } from '../graphql/cursor.ts';
import type {
  AttemptResolvers,
  AttemptResultResolvers,
  ExamResolvers,
  MutationResolvers,
  PaperQuestionResolvers,
  QueryResolvers,
} from '../graphql/types.generated.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { countResults, listResults } from './attempt.queries.ts';
import { relationTo } from './attempt-access.ts';
import { answerView, questionResults, questionViews } from './attempt-view.ts';
import { closeExam } from './close-exam.ts';
import { expireAttempts } from './expire-attempts.ts';
import { flagQuestion } from './flag-question.ts';
import { saveAnswer } from './save-answer.ts';
import { startAttempt } from './start-attempt.ts';
import { startObstacle } from './start-obstacle.ts';
import { submitAttempt } from './submit-attempt.ts';
import { withdrawRegistration } from './withdraw-registration.ts';

export const attemptQueries = {
  attempt: (_parent, { attemptId }, deps) => findVisibleAttempt(deps, attemptId),
} satisfies QueryResolvers;

export const attemptMutations = {
  async startAttempt(_parent, { input }, deps) {
    return { attempt: await startAttempt(deps, input.examId) };
  },
  async saveAnswer(_parent, { input }, deps) {
    return { receipt: await saveAnswer(deps, input) };
  },
  async flagQuestion(_parent, { input: { attemptId, questionId, isFlagged } }, deps) {
    await flagQuestion(deps, attemptId, questionId, isFlagged);
    return { questionId, isFlagged };
  },
  async submitAttempt(_parent, { input }, deps) {
    return { attempt: await submitAttempt(deps, input.attemptId) };
  },
  async closeExam(_parent, { input }, deps) {
    return { exam: await closeExam(deps, input.examId) };
  },
  async withdrawRegistration(_parent, { input }, deps) {
    return { exam: await withdrawRegistration(deps, input.examId, input.learnerId ?? null) };
  },
  expireAttempts: (_parent, { limit }, deps) => expireAttempts(deps, limit),
} satisfies MutationResolvers;

export const attemptFields = {
  __resolveReference: ({ id }, deps) => findVisibleAttempt(deps, id),
  async exam({ examId }, _args, { loaders }) {
    const exam = await loaders.exam.load(examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    return exam;
  },
  learner: ({ learnerId }) => ({ __typename: 'User' as const, id: learnerId }),
  remainingSeconds: ({ id, status }, _args, { loaders }) =>
    status === 'IN_PROGRESS' ? loaders.remainingSeconds.load(id) : 0,
  async sections(attempt, _args, { viewer, papers }) {
    return seesPaper(viewer, attempt) ? (await papers.get(attempt.paperId)).sections : null;
  },
  async questions(attempt, _args, { viewer, papers }) {
    if (!seesPaper(viewer, attempt)) return null;
    return questionViews(await papers.get(attempt.paperId), attempt);
  },
  async answers(attempt, _args, deps) {
    const relation = await relationTo(deps, attempt);
    if (relation !== 'LEARNER' && relation !== 'TEACHER') return null;
    return (await deps.loaders.answers.load(attempt.id)).map(answerView);
  },
  answeredCount: ({ id }, _args, { loaders }) => loaders.answeredCount.load(id),
  async result(attempt, _args, deps) {
    return attempt.status === 'GRADED' && (await relationTo(deps, attempt)) !== 'STRANGER' ? attempt : null;
  },
} satisfies AttemptResolvers;

export const attemptResultFields = {
  pointsAwarded: ({ pointsAwarded }) => pointsAwarded ?? 0,
  pointsMax: ({ pointsMax }) => pointsMax ?? 0,
  scorePercent: ({ scorePercent }) => scorePercent ?? 0,
  isPassed: ({ isPassed }) => isPassed ?? false,
  gradedAt: ({ gradedAt, submittedAt }) => gradedAt ?? submittedAt ?? new Date(0),
  async questions(attempt, _args, { loaders, papers }) {
    const [paper, answers] = await Promise.all([papers.get(attempt.paperId), loaders.answers.load(attempt.id)]);
    return questionResults(paper, attempt, answers);
  },
} satisfies AttemptResultResolvers;

export const paperQuestionFields = {
  // The views carry their `__typename`.
  __resolveType: (view) => view.__typename ?? null,
} satisfies PaperQuestionResolvers;

export const attemptsOfExam = {
  viewerAttempts: ({ id }, _args, { loaders }) => loaders.viewerAttempts.load(id),
  async viewerStartObstacle(exam, _args, { loaders }) {
    const [now, isRegistered, attempts] = await Promise.all([
      loaders.now(),
      loaders.viewerIsRegistered.load(exam.id),
      loaders.viewerAttempts.load(exam.id),
    ]);
    if (attempts.some(({ status }) => status === 'IN_PROGRESS')) return null;
    const attemptCount = attempts.filter(({ status }) => status !== 'VOIDED').length;
    return startObstacle({ exam, isRegistered, attemptCount }, now);
  },
  async results(exam, args, deps) {
    const page = readPage(args);
    const after = cursorParts(page, 'number', 'instant', 'uuid');
    if (!isSignedIn(deps.viewer)) return toConnection<AttemptRow>([], page, resultCursor, 0);
    const seesAll =
      (await isKnownToTeach(deps, exam.courseId)) ||
      (exam.resultVisibility === 'PARTICIPANTS' && (await deps.loaders.viewerHasHandedIn.load(exam.id)));
    const learnerId = seesAll ? null : deps.viewer.id;
    const found = await listResults(deps.em, exam.id, learnerId, page.limit, after);
    return toConnection(found, page, resultCursor, () => countResults(deps.em, exam.id, learnerId));
  },
} satisfies ExamResolvers;

/** Attempts are made ahead: until one begins, nobody is shown what it will ask. */
function seesPaper(viewer: Viewer, { learnerId, startedAt }: AttemptRow): boolean {
  return isSignedIn(viewer) && viewer.id === learnerId && startedAt !== null;
}

function resultCursor({ scorePercent, submittedAt, id }: AttemptRow): readonly (string | number)[] {
  return [scorePercent ?? 0, submittedAt?.toISOString() ?? 'infinity', id];
}

async function findVisibleAttempt(deps: RequestDeps, id: string): Promise<AttemptRow | null> {
  const attempt = await deps.loaders.attempt.load(id);
  return attempt && (await relationTo(deps, attempt)) !== 'STRANGER' ? attempt : null;
}
