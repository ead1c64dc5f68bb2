import { isSignedIn, type Viewer } from '@lectern/request-signing';
import { readPage, toConnection } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { isAllowedIn } from '../exam/allowed-networks.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { isKnownToTeach } from '../exam/exam-access.ts';
import { feedbackByQuestion, questionResults } from '../grading/question-results.ts';
import { type SeenResult, seeResult, seesMarks } from '../grading/result-view.ts';
import { viewerStanding } from '../grading/standing.ts';
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
import { answerView, questionViews } from './attempt-view.ts';
import { closeExam } from './close-exam.ts';
import { expireAttempts } from './expire-attempts.ts';
import { flagQuestion } from './flag-question.ts';
import { learnerObstacle } from './learner-obstacle.ts';
import { saveAnswer } from './save-answer.ts';
import { startAttempt } from './start-attempt.ts';
import { submitAttempt } from './submit-attempt.ts';
import { withdrawRegistration } from './withdraw-registration.ts';

export const attemptQueries = {
  attempt: (_parent, { attemptId }, deps) => findVisibleAttempt(deps, attemptId),
  // What is published afterwards is the learner's view: who may see an attempt otherwise must not follow it.
  async attemptResult(_parent, { attemptId }, { viewer, loaders }) {
    const attempt = isSignedIn(viewer) ? await readAttempt(loaders, attemptId) : null;
    return isSignedIn(viewer) && attempt?.learnerId === viewer.id ? attempt : null;
  },
} satisfies QueryResolvers;

export const attemptMutations = {
  async startAttempt(_parent, { input }, deps) {
    return { attempt: await startAttempt(deps, input) };
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
    const answers = await deps.loaders.answers.load(attempt.id);
    const hidden = relation === 'TEACHER' ? await hiddenEssays(deps, attempt) : null;
    return answers.map((answer) => answerView(hidden?.has(answer.questionId) ? { ...answer, response: null } : answer));
  },
  answeredCount: ({ id }, _args, { loaders }) => loaders.answeredCount.load(id),
  resultState: async (attempt, _args, deps) => (await seenBy(deps, attempt)).state,
  result: async (attempt, _args, deps) => (await seenBy(deps, attempt)).result,
} satisfies AttemptResolvers;

export const attemptResultFields = {
  pointsAwarded: ({ attempt }) => attempt.pointsAwarded ?? 0,
  pointsMax: ({ attempt }) => attempt.pointsMax ?? 0,
  scorePercent: ({ attempt }) => attempt.scorePercent ?? 0,
  isPassed: ({ attempt }) => attempt.isPassed ?? false,
  gradedAt: ({ attempt: { gradedAt, submittedAt } }) => gradedAt ?? submittedAt ?? new Date(0),
  async questions({ attempt, parts }, _args, { loaders, papers }) {
    if (!parts.verdicts) return [];
    const [paper, answers, written] = await Promise.all([
      papers.getCorrected(attempt.paperId, attempt.keyRevision),
      loaders.answers.load(attempt.id),
      parts.markerFeedback ? loaders.markerFeedback.load(attempt.id) : [],
    ]);
    return questionResults({ paper, attempt, answers, parts, markerFeedback: feedbackByQuestion(written) });
  },
  classStatistics: ({ exam, parts }, _args, { statistics }) => (parts.classStatistics ? statistics.get(exam) : null),
} satisfies AttemptResultResolvers;

export const paperQuestionFields = {
  // The views carry their `__typename`.
  __resolveType: (view) => view.__typename ?? null,
} satisfies PaperQuestionResolvers;

export const attemptsOfExam = {
  viewerAttempts: ({ id }, _args, { loaders }) => loaders.viewerAttempts.load(id),
  async viewerStartObstacle(exam, _args, { loaders, viewer }) {
    const [now, isRegistered, own, grant] = await Promise.all([
      loaders.now(),
      loaders.viewerIsRegistered.load(exam.id),
      loaders.viewerAttempts.load(exam.id),
      loaders.viewerAllowance.load(exam.id),
    ]);
    const isNetworkAllowed = isSignedIn(viewer) && isAllowedIn(exam.allowedNetworks, viewer.address);
    return learnerObstacle({ exam, own, grant, isRegistered, isNetworkAllowed }, now);
  },
  async viewerStanding(exam, _args, { loaders, papers }) {
    if (exam.paperId === null) return null;
    const graded = (await loaders.viewerAttempts.load(exam.id)).filter(({ status }) => status === 'GRADED');
    if (graded.length === 0 || !(await seesMarks(loaders, exam, 'LEARNER'))) return null;
    return viewerStanding(exam, graded, (await papers.get(exam.paperId)).pointsMax);
  },
  async results(exam, args, deps) {
    const page = readPage(args);
    const after = cursorParts(page, 'number', 'instant', 'uuid');
    if (!isSignedIn(deps.viewer)) return toConnection<AttemptRow>([], page, resultCursor, 0);
    const isTeacher = await isKnownToTeach(deps, exam.courseId);
    const isParticipant =
      exam.resultVisibility === 'PARTICIPANTS' && (await deps.loaders.viewerHasHandedIn.load(exam.id));
    // The order of the list tells of marks as well.
    if (!isTeacher && !(await seesMarks(deps.loaders, exam, 'LEARNER'))) {
      return toConnection<AttemptRow>([], page, resultCursor, 0);
    }
    const learnerId = isTeacher || isParticipant ? null : deps.viewer.id;
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

async function seenBy(deps: RequestDeps, attempt: AttemptRow): Promise<SeenResult> {
  const exam = await deps.loaders.exam.load(attempt.examId);
  return exam
    ? seeResult(deps.loaders, attempt, exam, await relationTo(deps, attempt))
    : { state: 'NONE', result: null };
}

/** Essays that are still to be marked by people who shall not learn who wrote them. */
async function hiddenEssays(
  { loaders, papers }: RequestDeps,
  attempt: AttemptRow,
): Promise<ReadonlySet<string> | null> {
  if (attempt.status === 'GRADED' || attempt.status === 'VOIDED') return null;
  const exam = await loaders.exam.load(attempt.examId);
  return exam?.marking.isAnonymous ? (await papers.get(attempt.paperId)).essayIds : null;
}

async function findVisibleAttempt(deps: RequestDeps, id: string): Promise<AttemptRow | null> {
  const attempt = await readAttempt(deps.loaders, id);
  return attempt && (await relationTo(deps, attempt)) !== 'STRANGER' ? attempt : null;
}

/** For queries, in which nothing changes between the attempt and its clock: mutations read the clock afterwards. */
async function readAttempt(
  { attempt, remainingSeconds }: RequestDeps['loaders'],
  id: string,
): Promise<AttemptRow | null> {
  const reading = await attempt.load(id);
  if (reading) remainingSeconds.prime(reading.attempt.id, reading.remainingSeconds);
  return reading?.attempt ?? null;
}
