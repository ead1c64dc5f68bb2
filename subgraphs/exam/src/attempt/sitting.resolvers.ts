import { isSignedIn } from '@lectern/request-signing';
import { givenChange } from '../exam/exam-input.ts';
import type { AttemptResolvers, MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
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
  activeDeviceId: ({ learnerId, deviceId }, _args, { viewer }) =>
    isSignedIn(viewer) && viewer.id === learnerId ? deviceId : null,
} satisfies AttemptResolvers;
