import { liveTopics } from '@lectern/events';
import { createTopicSubscriber } from '@lectern/fanout';
import type { Viewer } from '@lectern/request-signing';
import { createLogger } from '@lectern/runtime';
import { userViewer, waitFor } from '@lectern/testing';
import type { TestExam } from './_util.ts';

export const grantAllowance = /* GraphQL */ `
  mutation ($input: GrantAllowanceInput!) {
    grantAllowance(input: $input) {
      movedCount
      allowance { id learner { id } group { name } extraSeconds timeFactor extraAttempts opensAt closesAt reason grantedBy { id } }
    }
  }
`;
export const revokeAllowance = /* GraphQL */ `
  mutation ($input: RevokeAllowanceInput!) { revokeAllowance(input: $input) { exam { id allowances { id } } } }
`;
export const saveLearnerGroup = /* GraphQL */ `
  mutation ($input: SaveLearnerGroupInput!) { saveLearnerGroup(input: $input) { group { id name members { id } } } }
`;
export const removeLearnerGroup = /* GraphQL */ `
  mutation ($input: RemoveLearnerGroupInput!) { removeLearnerGroup(input: $input) { groups { id name } } }
`;
export const registerFromFile = /* GraphQL */ `
  mutation ($input: RegisterLearnersFromFileInput!) {
    registerLearnersFromFile(input: $input) {
      isDryRun rowCount registeredCount alreadyCount problems { row field code } problemsCsv
    }
  }
`;
export const resumeAttempt = /* GraphQL */ `
  mutation ($input: ResumeAttemptInput!) { resumeAttempt(input: $input) { attempt { id status activeDeviceId } } }
`;
export const reportPresence = /* GraphQL */ `
  mutation ($input: ReportPresenceInput!) {
    reportPresence(input: $input) {
      room { attemptId status isPaused remainingSeconds deadlineAt activeDeviceId messages { text isToAll } }
    }
  }
`;
const room = 'room { notStartedCount inProgressCount pausedCount endedCount voidedCount incidentCount revision }';
export const pauseAttempts = /* GraphQL */ `
  mutation ($input: AttemptsActionInput!) { pauseAttempts(input: $input) { changedCount ${room} } }
`;
export const unpauseAttempts = /* GraphQL */ `
  mutation ($input: AttemptsActionInput!) { unpauseAttempts(input: $input) { changedCount ${room} } }
`;
export const sendRoomMessage = /* GraphQL */ `
  mutation ($input: SendRoomMessageInput!) { sendRoomMessage(input: $input) { toldCount } }
`;
const attempt = 'attempt { id status ending startedAt deadlineAt acceptsUntil remainingSeconds submittedAt pausedAt }';
export const endAttempt = /* GraphQL */ `
  mutation ($input: AttemptActionInput!) { endAttempt(input: $input) { ${attempt} } }
`;
export const voidAttempt = /* GraphQL */ `
  mutation ($input: AttemptActionInput!) { voidAttempt(input: $input) { ${attempt} } }
`;
export const reopenAttempt = /* GraphQL */ `
  mutation ($input: ReopenAttemptInput!) { reopenAttempt(input: $input) { ${attempt} } }
`;
export const examRoom = /* GraphQL */ `
  query ($examId: ID!) {
    examRoom(examId: $examId) {
      exam { id } notStartedCount inProgressCount pausedCount endedCount voidedCount incidentCount revision asOf
    }
  }
`;
export const roomAttempts = /* GraphQL */ `
  query ($examId: ID!, $filter: RoomFilter, $first: Int, $after: String) {
    exam(id: $examId) {
      roomAttempts(filter: $filter, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          attempt { id status learner { id } incidents { kind } messages { text } }
          remainingSeconds answeredCount questionCount lastSeenAt deviceLabel deviceCount incidentCount
        } }
      }
    }
  }
`;
export const auditLog = /* GraphQL */ `
  query ($examId: ID!, $attemptId: ID, $first: Int, $after: String) {
    exam(id: $examId) {
      auditLog(attemptId: $attemptId, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node { id at actor { id } service action reason attempt { id } detail } }
      }
    }
  }
`;

export type AuditNode = {
  readonly actor: { readonly id: string } | null;
  readonly service: string | null;
  readonly action: string;
  readonly reason: string | null;
  readonly attempt: { readonly id: string } | null;
  readonly detail: string;
};

/** What was done to an exam, latest first. */
export async function readAudit(exam: TestExam, viewer: Viewer, examId: string, attemptId?: string) {
  const { exam: found } = await exam.ask(viewer, auditLog, { examId, attemptId, first: 100 });
  const nodes: AuditNode[] = found.auditLog.edges.map(({ node }: { node: AuditNode }) => node);
  return nodes;
}

/** Learners of these names. */
export function learnersNamed(count: number): { ids: string[]; viewers: Viewer[] } {
  const ids = Array.from({ length: count }, (_, index) => `learner-${index}`);
  return { ids, viewers: ids.map((id) => userViewer(id, 'LEARNER')) };
}

/** The row of an attempt, times as milliseconds. */
export async function attemptRow(exam: TestExam, attemptId: string) {
  const { rows } = await exam.db.query(
    `select status, ending, revision, extra_seconds as "extraSeconds", paused_seconds as "pausedSeconds",
            extract(epoch from started_at) * 1000 as "startedAt", extract(epoch from deadline_at) * 1000 as "deadlineAt",
            extract(epoch from accepts_until) * 1000 as "acceptsUntil", paused_at as "pausedAt", device_id as "deviceId",
            last_seen_at as "lastSeenAt", opens_at as "opensAt", closes_at as "closesAt"
       from exam.attempt where id = $1`,
    [attemptId],
  );
  const [row] = rows;
  const times = ['startedAt', 'deadlineAt', 'acceptsUntil'].map((name) => [name, row[name] && Number(row[name])]);
  return { ...row, ...Object.fromEntries(times) };
}

const logger = createLogger('test', { level: 'silent', format: 'json' });

/** What is told on a topic of the room, as soon as `isRight` says that it is what was waited for. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is known only to the test, which asserts it
export async function told(exam: TestExam, topic: string, isRight: (data: any) => boolean): Promise<any> {
  const { redisUrl, redisPrefix: prefix } = exam.config;
  await using subscriber = createTopicSubscriber({ redisUrl, prefix, logger });
  return await waitFor(`news on ${topic}`, async () => {
    const event = await subscriber.lastEvent(topic);
    return event && isRight(event.data) ? event.data : null;
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is known only to the test, which asserts it
export function toldToLearner(exam: TestExam, attemptId: string, isRight: (data: any) => boolean) {
  return told(exam, liveTopics.attemptRoom(attemptId), isRight);
}
