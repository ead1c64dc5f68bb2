// Apps whose TypeScript does not know disposal yet learn it from here.
/// <reference lib="esnext.disposable" preserve="true" />
import type { AnswerOutbox } from '../answers/answer-outbox.ts';
import type { Device } from '../device.ts';
import type { ExamClock } from '../exam-clock.ts';
import {
  AttemptPageDocument,
  AttemptRoomChangesDocument,
  ReportPresenceDocument,
  ResumeAttemptDocument,
} from '../generated/documents.ts';
import type { AttemptPageQuery, AttemptRoomPartsFragment, IncidentKind } from '../generated/operations.ts';
import type { Lectern } from '../lectern.ts';
import type { LiveState } from '../live/live-subscription.ts';
import { tell } from '../tell.ts';
import { createPresence } from './presence.ts';

export type AttemptRoomOptions = {
  readonly lectern: Pick<Lectern, 'mutate' | 'query' | 'subscribe' | 'environment'>;
  /** The attempt as it was opened. */
  readonly attempt: Pick<
    NonNullable<AttemptPageQuery['attempt']>,
    'id' | 'status' | 'deadlineAt' | 'remainingSeconds'
  > & {
    readonly pausedAt: string | null;
    readonly activeDeviceId: string | null;
  };
  readonly device: Device;
  readonly clock: ExamClock;
  readonly outbox: Pick<AnswerOutbox, 'hold' | 'learn'>;
  /** How often the learner is reported to be there, in milliseconds; 30 000 unless told. */
  readonly presenceMs?: number;
  /** How soon an incident is told at the latest, in milliseconds; 5 000 unless told. */
  readonly incidentMs?: number;
};

export type AttemptRoomState = {
  readonly status: AttemptRoomPartsFragment['status'];
  /** Whether a proctor has stopped the clock: answers wait on the device. */
  readonly isPaused: boolean;
  readonly deadlineAt: string | null;
  /** Whether this is the device that may answer. */
  readonly isHere: boolean;
  /** What proctors have said, latest last. */
  readonly messages: AttemptRoomPartsFragment['messages'];
  /** Whether the line that brings changes is up. */
  readonly live: LiveState;
  /** When it was last certainly up, in milliseconds by the device's calendar, while it is not; else null. */
  readonly upToDateAt: number | null;
};

/** What may change while a learner sits: clock, pause, device, messages. */
export type AttemptRoom = Disposable & {
  /** The present picture; the same object until something changes. */
  snapshot(): AttemptRoomState;
  subscribe(listener: () => void): () => void;
  /** Notes something for proctors to weigh; it is told within seconds, or when the connection is back. */
  note(kind: IncidentKind): void;
  /** Goes on with the attempt on this device; gives back the attempt as it is now. The other device becomes read-only. */
  takeOver(): Promise<AttemptPageQuery['attempt']>;
  close(): void;
};

/** A line that was down for less than this is no incident. */
const lostMs = 5_000;

/** Opens the room of a running attempt: moves its clock, holds its outbox back, and says that the learner is there. */
export function openAttemptRoom(options: AttemptRoomOptions): AttemptRoom {
  const { lectern, attempt, device, clock, outbox } = options;
  const attemptId = attempt.id;
  const listeners = new Set<() => void>();
  let asOf = 0;
  let state: AttemptRoomState = {
    status: attempt.status,
    isPaused: attempt.pausedAt !== null,
    deadlineAt: attempt.deadlineAt,
    isHere: isOurs(attempt.activeDeviceId),
    messages: [],
    live: 'CONNECTING',
    upToDateAt: null,
  };
  let lostAt: number | null = null;
  let isClosed = false;

  function isOurs(activeDeviceId: string | null): boolean {
    return activeDeviceId === null || activeDeviceId === device.id;
  }
  function change(parts: Partial<AttemptRoomState>): void {
    // What was on its way when the room was closed must not open it again.
    if (isClosed) return;
    state = { ...state, ...parts };
    if (!state.isHere) outbox.hold('OTHER_DEVICE');
    else outbox.hold(state.isPaused ? 'PAUSED' : null);
    if (state.isHere && state.status === 'IN_PROGRESS') presence.start();
    else presence.stop();
    tell(listeners);
  }
  function follow(room: AttemptRoomPartsFragment): void {
    // Two ways bring the room, live events and answers to reports; the older of two must not undo the newer.
    const at = Date.parse(room.asOf);
    if (at < asOf) return;
    asOf = at;
    clock.follow(room);
    const { status, isPaused, deadlineAt, messages } = room;
    change({ status, isPaused, deadlineAt, messages, isHere: isOurs(room.activeDeviceId) });
  }
  function onState(live: LiveState): void {
    const { now } = lectern.environment;
    // That the school's own parts do not reach one another is not evidence about a learner.
    if (subscription.isLineLost()) lostAt ??= now();
    if (live === 'LIVE') {
      if (lostAt !== null && now() - lostAt >= lostMs) presence.note('CONNECTION_LOST', lostAt);
      lostAt = null;
    }
    state = { ...state, live, upToDateAt: live === 'LIVE' ? null : subscription.upToDateAt() };
    tell(listeners);
  }

  const presence = createPresence({
    environment: lectern.environment,
    everyMs: options.presenceMs ?? 30_000,
    incidentMs: options.incidentMs ?? 5_000,
    async report(incidents) {
      const input = { attemptId, deviceId: device.id, incidents };
      follow((await lectern.mutate(ReportPresenceDocument, { input })).reportPresence.room);
    },
  });
  clock.follow({ ...attempt, isPaused: attempt.pausedAt !== null });
  change({});
  const subscription = lectern.subscribe(
    AttemptRoomChangesDocument,
    { attemptId },
    { onEvent: ({ attemptRoom }) => attemptRoom && follow(attemptRoom), onState },
  );

  function close(): void {
    isClosed = true;
    subscription.close();
    presence.stop();
  }

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    note: (kind) => presence.note(kind),
    async takeOver() {
      const input = { attemptId, deviceId: device.id, deviceLabel: device.label };
      await lectern.mutate(ResumeAttemptDocument, { input });
      const { attempt: present } = await lectern.query(AttemptPageDocument, { attemptId });
      if (!present) return null;
      await outbox.learn(present.answers ?? []);
      clock.follow({ ...present, isPaused: present.pausedAt !== null });
      const { status, deadlineAt, pausedAt, activeDeviceId } = present;
      change({ status, deadlineAt, isPaused: pausedAt !== null, isHere: isOurs(activeDeviceId) });
      return present;
    },
    close,
    [Symbol.dispose]: close,
  };
}
