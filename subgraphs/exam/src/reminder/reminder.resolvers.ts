import type { MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import { beginReminder } from './begin-reminder.ts';
import { claimReminders } from './claim-reminders.ts';
import { finishReminder } from './finish-reminder.ts';
import { prepareReminders } from './prepare-reminders.ts';
import { releaseReminder } from './release-reminder.ts';
import { takeBackReminder } from './take-back-reminder.ts';
import { upcomingExams } from './upcoming-exams.ts';

export const reminderQueries = {
  upcomingExams: (_parent, { first, after }, deps) => upcomingExams(deps, first ?? 1_000, after ?? null),
} satisfies QueryResolvers;

export const reminderMutations = {
  prepareReminders: (_parent, { examId }, deps) => prepareReminders(deps, examId),
  claimReminders: (_parent, { limit, leaseSeconds }, deps) => claimReminders(deps, limit, leaseSeconds),
  beginReminder: (_parent, { id }, deps) => beginReminder(deps, id),
  finishReminder: (_parent, { id, failure }, deps) => finishReminder(deps, id, failure ?? null),
  releaseReminder: (_parent, { id, retryAfterSeconds }, deps) => releaseReminder(deps, id, retryAfterSeconds),
  takeBackReminder: (_parent, { id, retryAfterSeconds }, deps) => takeBackReminder(deps, id, retryAfterSeconds),
} satisfies MutationResolvers;
