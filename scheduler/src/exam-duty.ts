import type { InternalClient } from '@lectern/subgraph';

/** An exam that has not opened yet. */
export type ExamOpening = {
  readonly examId: string;
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly timeLimitSeconds: number;
};

export type DueReminder = { readonly id: string; readonly learnerId: string; readonly exam: ExamOpening };

/** What exam does when asked; the rules are all there. */
export type ExamDuty = {
  /** By opening time; at most `first`, those after an instant. */
  listUpcomingExams(first: number, after: Date): Promise<readonly ExamOpening[]>;
  /** How many were written. */
  prepareReminders(examId: string): Promise<number>;
  claimReminders(limit: number, leaseSeconds: number): Promise<readonly DueReminder[]>;
  beginReminder(id: string): Promise<boolean>;
  finishReminder(id: string, failure: string | null): Promise<void>;
  /** False when it is not claimed. */
  releaseReminder(id: string, retryAfterSeconds: number): Promise<boolean>;
  /** Of a begun one whose message certainly did not go out; only by its sender while its claim lasts. */
  takeBackReminder(id: string, retryAfterSeconds: number): Promise<boolean>;
  /** How many were ended. */
  expireAttempts(limit: number): Promise<number>;
};

type OpeningAnswer = Omit<ExamOpening, 'opensAt' | 'closesAt'> & {
  readonly opensAt: string;
  readonly closesAt: string;
};

const openingFields = 'examId title opensAt closesAt timeLimitSeconds';
const documents = {
  upcomingExams: `query SchedulerUpcomingExams($first: Int!, $after: DateTime!) {
    upcomingExams(first: $first, after: $after) { ${openingFields} }
  }`,
  prepareReminders: `mutation SchedulerPrepareReminders($examId: ID!) { prepareReminders(examId: $examId) }`,
  claimReminders: `mutation SchedulerClaimReminders($limit: Int!, $leaseSeconds: Int!) {
    claimReminders(limit: $limit, leaseSeconds: $leaseSeconds) { id learnerId exam { ${openingFields} } }
  }`,
  beginReminder: `mutation SchedulerBeginReminder($id: ID!) { beginReminder(id: $id) }`,
  finishReminder: `mutation SchedulerFinishReminder($id: ID!, $failure: String) {
    finishReminder(id: $id, failure: $failure)
  }`,
  releaseReminder: `mutation SchedulerReleaseReminder($id: ID!, $retryAfterSeconds: Int!) {
    releaseReminder(id: $id, retryAfterSeconds: $retryAfterSeconds)
  }`,
  takeBackReminder: `mutation SchedulerTakeBackReminder($id: ID!, $retryAfterSeconds: Int!) {
    takeBackReminder(id: $id, retryAfterSeconds: $retryAfterSeconds)
  }`,
  expireAttempts: `mutation SchedulerExpireAttempts($limit: Int!) { expireAttempts(limit: $limit) }`,
} as const;

export function createExamDuty(client: InternalClient): ExamDuty {
  function ask<Data>(name: keyof typeof documents, variables: Readonly<Record<string, unknown>>): Promise<Data> {
    return client.request<Data>('exam', documents[name], variables);
  }
  return {
    async listUpcomingExams(first, after) {
      const variables = { first, after: after.toISOString() };
      const { upcomingExams } = await ask<{ upcomingExams: OpeningAnswer[] }>('upcomingExams', variables);
      return upcomingExams.map(readOpening);
    },
    async prepareReminders(examId) {
      return (await ask<{ prepareReminders: number }>('prepareReminders', { examId })).prepareReminders;
    },
    async claimReminders(limit, leaseSeconds) {
      type Claimed = { claimReminders: { id: string; learnerId: string; exam: OpeningAnswer }[] };
      const { claimReminders } = await ask<Claimed>('claimReminders', { limit, leaseSeconds });
      return claimReminders.map((reminder) => ({ ...reminder, exam: readOpening(reminder.exam) }));
    },
    async beginReminder(id) {
      return (await ask<{ beginReminder: boolean }>('beginReminder', { id })).beginReminder;
    },
    async finishReminder(id, failure) {
      await ask('finishReminder', { id, failure });
    },
    async releaseReminder(id, retryAfterSeconds) {
      return (await ask<{ releaseReminder: boolean }>('releaseReminder', { id, retryAfterSeconds })).releaseReminder;
    },
    async takeBackReminder(id, retryAfterSeconds) {
      return (await ask<{ takeBackReminder: boolean }>('takeBackReminder', { id, retryAfterSeconds })).takeBackReminder;
    },
    async expireAttempts(limit) {
      return (await ask<{ expireAttempts: number }>('expireAttempts', { limit })).expireAttempts;
    },
  };
}

function readOpening(answer: OpeningAnswer): ExamOpening {
  return { ...answer, opensAt: new Date(answer.opensAt), closesAt: new Date(answer.closesAt) };
}
