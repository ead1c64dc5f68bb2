import { isSignedIn, type Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { type AllowanceRow, allowancesOfLearner, listAllowances } from '../allowance/allowance.queries.ts';
import type { EffectiveAllowance } from '../allowance/allowance.ts';
import { findGroups, type LearnerGroupRow, listMembersOfGroups } from '../allowance/learner-group.queries.ts';
import type { AnswerRow } from '../attempt/answer.entity.ts';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { type AttemptReading, listAttemptsOfLearner, listGradedExamIds } from '../attempt/attempt.queries.ts';
import { listMessages } from '../attempt/attempt-room.queries.ts';
import type { RoomMessage } from '../attempt/attempt-room.ts';
import { countDevices, countIncidents, listIncidents } from '../attempt/incident.queries.ts';
import type { Incident } from '../attempt/incident.ts';
import { countExamsOfBank, latestBankVersions } from '../bank/bank.queries.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { listOverExamIds } from '../grading/exam-over.queries.ts';
import { illustrationSizes } from '../illustration/illustration.queries.ts';
import type { IllustrationSize } from '../illustration/illustration.ts';
import { listMarkerFeedback } from '../marking/script.queries.ts';
import type { QuestionTotals } from '../question/question.queries.ts';
import type { RegistrationRow } from '../registration/registration.entity.ts';
import { findRegistrations, listRegisteredExamIds } from '../registration/registration.queries.ts';
import { lazily, type Memo, memoise } from './memo.ts';
import type { Readers } from './readers.ts';

/** Batches what the fields of one request ask for. They decide nothing about access. */
export type Loaders = {
  readonly exam: Memo<ExamRow | null>;
  readonly registration: DataLoader<string, RegistrationRow | null>;
  readonly attempt: Memo<AttemptReading | null>;
  /** By exam. */
  readonly totals: Memo<QuestionTotals>;
  /** By question of the bank; 0 where there is none. */
  readonly latestBankVersion: DataLoader<string, number>;
  /** By question of the bank: in how many exams it is used. */
  readonly bankExamCount: DataLoader<string, number>;
  readonly illustrationSize: DataLoader<string, IllustrationSize>;
  /** By exam: whether the viewer is registered. */
  readonly viewerIsRegistered: DataLoader<string, boolean>;
  /** By exam: whether the viewer has a graded attempt. */
  readonly viewerHasHandedIn: DataLoader<string, boolean>;
  /** By exam: the viewer's attempts, latest first. */
  readonly viewerAttempts: DataLoader<string, readonly AttemptRow[]>;
  /** By attempt. */
  readonly answers: Memo<readonly AnswerRow[]>;
  /** By attempt. */
  readonly answeredCount: Memo<number>;
  /** By attempt, by the database's clock. */
  readonly remainingSeconds: Memo<number>;
  /** By exam: whether nobody sits it any more, nor can. */
  readonly examIsOver: DataLoader<string, boolean>;
  /** By attempt: what those who marked its essays wrote. */
  readonly markerFeedback: DataLoader<string, readonly { readonly questionId: string; readonly feedback: string }[]>;
  /** By exam: what the viewer's allowances come to; null without any. */
  readonly viewerAllowance: DataLoader<string, EffectiveAllowance | null>;
  /** By exam: those in force, latest first. */
  readonly allowances: DataLoader<string, readonly AllowanceRow[]>;
  readonly learnerGroup: DataLoader<string, LearnerGroupRow | null>;
  /** By group. */
  readonly membersOfGroup: DataLoader<string, readonly { readonly learnerId: string }[]>;
  /** By attempt, latest first. */
  readonly incidents: DataLoader<string, readonly Incident[]>;
  /** By attempt. */
  readonly incidentCount: DataLoader<string, number>;
  /** By attempt: how many devices it was on. */
  readonly deviceCount: DataLoader<string, number>;
  /** What was said to the learner of an attempt, latest last. */
  readonly messages: DataLoader<AttemptRow, readonly RoomMessage[]>;
  /** The database's clock, read once per request. */
  readonly now: () => Promise<Date>;
};

type Ground = { readonly readers: Readers; readonly em: EntityManager; readonly viewerId: string | null };

const loadersOf = lazily<Ground, Loaders>({
  exam: ({ readers }) => memoise(readers.exam),
  attempt: ({ readers }) => memoise(readers.attempt),
  totals: ({ readers }) => memoise(readers.totals),
  answers: ({ readers }) => memoise(readers.answers),
  answeredCount: ({ readers }) => memoise(readers.answeredCount),
  remainingSeconds: ({ readers }) => memoise(readers.remainingSeconds),
  registration: ({ em }) => byId((ids) => findRegistrations(em, ids)),
  latestBankVersion: ({ em }) =>
    byKey(
      (ids) => latestBankVersions(em, ids),
      ({ id }) => id,
      (found) => found?.version ?? 0,
    ),
  bankExamCount: ({ em }) =>
    byKey(
      (ids) => countExamsOfBank(em, ids),
      ({ id }) => id,
      (found) => found?.count ?? 0,
    ),
  illustrationSize: ({ em }) =>
    byKey(
      (ids) => illustrationSizes(em, ids),
      ({ id }) => id,
      (found) => found ?? { width: 0, height: 0 },
    ),
  viewerIsRegistered: ({ em, viewerId }) =>
    new DataLoader(async (ids) => {
      const registered = new Set(viewerId === null ? [] : await listRegisteredExamIds(em, viewerId, ids));
      return ids.map((id) => registered.has(id));
    }),
  viewerHasHandedIn: ({ em, viewerId }) =>
    new DataLoader(async (ids) => {
      const handedIn = new Set(viewerId === null ? [] : await listGradedExamIds(em, viewerId, ids));
      return ids.map((id) => handedIn.has(id));
    }),
  viewerAttempts: ({ em, viewerId }) =>
    grouped(
      async (ids) => (viewerId === null ? [] : listAttemptsOfLearner(em, viewerId, ids)),
      ({ examId }) => examId,
    ),
  examIsOver: ({ em }) =>
    new DataLoader(async (ids) => {
      const over = new Set(await listOverExamIds(em, ids));
      return ids.map((id) => over.has(id));
    }),
  markerFeedback: ({ em }) =>
    grouped(
      (ids) => listMarkerFeedback(em, ids),
      ({ attemptId }) => attemptId,
    ),
  viewerAllowance: ({ em, viewerId }) =>
    byKey(
      async (ids) => (viewerId === null ? [] : allowancesOfLearner(em, viewerId, ids)),
      ({ examId }) => examId,
      (found) => found ?? null,
    ),
  allowances: ({ em }) =>
    grouped(
      (ids) => listAllowances(em, ids),
      ({ examId }) => examId,
    ),
  learnerGroup: ({ em }) => byId((ids) => findGroups(em, ids)),
  membersOfGroup: ({ em }) =>
    grouped(
      (ids) => listMembersOfGroups(em, ids),
      ({ groupId }) => groupId,
    ),
  incidents: ({ em }) =>
    grouped(
      (ids) => listIncidents(em, ids),
      ({ attemptId }) => attemptId,
    ),
  incidentCount: ({ em }) =>
    byKey(
      (ids) => countIncidents(em, ids),
      ({ attemptId }) => attemptId,
      (found) => found?.count ?? 0,
    ),
  deviceCount: ({ em }) =>
    byKey(
      (ids) => countDevices(em, ids),
      ({ attemptId }) => attemptId,
      (found) => found?.count ?? 0,
    ),
  messages: ({ em }) =>
    new DataLoader(async (attempts) => {
      const found = await listMessages(em, attempts);
      return attempts.map(({ id }) => found.get(id) ?? []);
    }),
  now: ({ em }) => {
    let now: Promise<Date> | undefined;
    return () => {
      now ??= databaseNow(em);
      return now;
    };
  },
});

/** `em` gives the request's fork, which is made when something is read with it. */
export function createLoaders(readers: Readers, em: () => EntityManager, viewer: Viewer): Loaders {
  const viewerId = isSignedIn(viewer) ? viewer.id : null;
  return loadersOf({
    readers,
    viewerId,
    get em() {
      return em();
    },
  });
}

function byId<Row extends { readonly id: string }>(
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return byKey(
    read,
    ({ id }) => id,
    (row) => row ?? null,
  );
}

function byKey<Row, Value>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  toValue: (row: Row | undefined) => Value,
): DataLoader<string, Value> {
  return new DataLoader(async (keys) => {
    const found = new Map((await read(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => toValue(found.get(key)));
  });
}

function grouped<Row>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const found = Map.groupBy(await read(keys), keyOf);
    return keys.map((key) => found.get(key) ?? []);
  });
}
