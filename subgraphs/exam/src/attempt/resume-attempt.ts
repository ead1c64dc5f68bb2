import { rows, transaction } from '@lectern/postgres';
import { inputErrors, requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';
import { isAllowedIn } from '../exam/allowed-networks.ts';
import { examErrors } from '../exam/exam.errors.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findAttempt } from './attempt.queries.ts';
import { refuseStrangers } from './attempt-access.ts';
import { type Device, readDevice } from './device.ts';

/**
 * Goes on with a running attempt of the viewer on this device. The device that had it before is told and may only read;
 * that it changed is kept as evidence. Doing it again on the same device changes nothing.
 */
export async function resumeAttempt(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders' | 'rooms'>,
  attemptId: string,
  given: Device,
): Promise<AttemptRow> {
  const user = requireUser(deps.viewer);
  const { deviceId, deviceLabel } = readDevice(given);
  if (deviceId === null) {
    throw inputErrors.make('BAD_INPUT', { message: 'Name the device.', facts: { field: 'deviceId' } });
  }
  if (!isUuid(attemptId)) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  const found = await findAttempt(deps.em, attemptId);
  if (found?.learnerId !== user.id) throw await refuseStrangers(deps, attemptId);
  const exam = await deps.loaders.exam.load(found.examId);
  if (!exam || !isAllowedIn(exam.allowedNetworks, user.address)) throw examErrors.make('EXAM_NETWORK_NOT_ALLOWED');
  const isNew = await transaction(deps.em, (em) => takeOver(em, found.id, { deviceId, deviceLabel }));
  if (isNew) {
    deps.rooms.tell([found.id]);
    deps.rooms.touch(found.examId);
  }
  const attempt = await findAttempt(deps.em, found.id);
  if (!attempt) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  return attempt;
}

/** Whether the attempt is on another device now. */
async function takeOver(
  em: EntityManager,
  attemptId: string,
  device: { readonly deviceId: string; readonly deviceLabel: string | null },
): Promise<boolean> {
  const [locked] = await rows<Pick<AttemptRow, 'status' | 'deviceId' | 'deviceLabel' | 'examId'>>(
    em,
    `select status, device_id as "deviceId", device_label as "deviceLabel", exam_id as "examId"
       from exam.attempt where id = ? for update`,
    [attemptId],
  );
  if (!locked) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  if (locked.status === 'NOT_STARTED') throw attemptErrors.make('ATTEMPT_NOT_STARTED');
  if (locked.status !== 'IN_PROGRESS') throw attemptErrors.make('ATTEMPT_ENDED');
  if (locked.deviceId === device.deviceId) return false;
  await rows(
    em,
    `update exam.attempt set device_id = ?, device_label = ?, last_seen_at = now(), revision = revision + 1 where id = ?`,
    [device.deviceId, device.deviceLabel, attemptId],
  );
  // The first device that says its name replaces none.
  if (locked.deviceId === null) return true;
  const detail = {
    from: locked.deviceId,
    fromLabel: locked.deviceLabel,
    to: device.deviceId,
    toLabel: device.deviceLabel,
  };
  await rows(
    em,
    `insert into exam.attempt_incident (attempt_id, exam_id, kind, detail) values (?, ?, 'DEVICE_CHANGED', ?::jsonb)`,
    [attemptId, locked.examId, JSON.stringify(detail)],
  );
  return true;
}
