import { isSignedIn } from '@lectern/request-signing';
import type { RequestDeps } from '../deps.ts';
import { givenChange } from '../exam/exam-input.ts';
import type { AttemptResolvers, MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { relationTo } from './attempt-access.ts';
import { reportPresence } from './report-presence.ts';
import { resumeAttempt } from './resume-attempt.ts';
import { updateExam } from './update-exam.ts';

export const sittingQueries = {
  async attemptRoom(_parent, { attemptId }, { viewer, roomReader }) {
    if (!isSignedIn(viewer)) return null;
    const owned = await roomReader.find(attemptId);
    return owned?.learnerId === viewer.id ? owned.room : null;
  },
} satisfies QueryResolvers;

export const sittingMutations = {
  async updateExam(_parent, { input }, deps) {
    return { exam: await updateExam(deps, input.examId, givenChange(input)) };
  },
  async resumeAttempt(_parent, { input }, deps) {
    return { attempt: await resumeAttempt(deps, input.attemptId, input) };
  },
  async reportPresence(_parent, { input }, deps) {
    const incidents = (input.incidents ?? []).map(({ kind, secondsAgo }) => ({ kind, secondsAgo: secondsAgo ?? 0 }));
    const { attemptId, deviceId = null } = input;
    return { room: await reportPresence(deps, { attemptId, deviceId, incidents }) };
  },
} satisfies MutationResolvers;

export const sittingFields = {
  deadlineAt: async (attempt, _args, deps) => ((await seesTime(deps, attempt)) ? attempt.deadlineAt : null),
  acceptsUntil: async (attempt, _args, deps) => ((await seesTime(deps, attempt)) ? attempt.acceptsUntil : null),
  pausedAt: async (attempt, _args, deps) => ((await seesTime(deps, attempt)) ? attempt.pausedAt : null),
  extraSeconds: async (attempt, _args, deps) => ((await seesTime(deps, attempt)) ? attempt.extraSeconds : 0),
  activeDeviceId: ({ learnerId, deviceId }, _args, { viewer }) =>
    isSignedIn(viewer) && viewer.id === learnerId ? deviceId : null,
} satisfies AttemptResolvers;

/** Why somebody was allowed more time is nobody's business, so fellow participants do not see that they were. */
async function seesTime(deps: RequestDeps, attempt: AttemptRow): Promise<boolean> {
  return (await relationTo(deps, attempt)) !== 'PARTICIPANT';
}
