import { inputErrors, requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { attemptErrors } from './attempt.errors.ts';
import { refuseStrangers } from './attempt-access.ts';
import type { AttemptRoom } from './attempt-room.ts';
import { type IncidentKind, reportedIncidents } from './incident.ts';

const incidentsMax = 20;
/** Somebody who was without network for hours has little to tell that still matters. */
const secondsAgoMax = 86_400;

export type PresenceReport = {
  readonly attemptId: string;
  readonly deviceId: string | null;
  readonly incidents: readonly { readonly kind: IncidentKind; readonly secondsAgo: number }[];
};

/**
 * Notes that the learner is there, and what happened; gives the clock and what proctors have said. The note is written
 * about a second later, with those of thousands of others; an attempt that has ended takes none.
 */
export async function reportPresence(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders' | 'knownAttempts' | 'presence' | 'roomReader'>,
  { attemptId, deviceId, incidents }: PresenceReport,
): Promise<AttemptRoom> {
  const user = requireUser(deps.viewer);
  checkIncidents(incidents);
  const known = await deps.knownAttempts.find(attemptId);
  if (known?.learnerId !== user.id) throw await refuseStrangers(deps, attemptId);
  const owned = await deps.roomReader.find(attemptId);
  if (!owned) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  const { status, activeDeviceId } = owned.room;
  // A device that was left for another one only reads; what happens before it is no evidence.
  const isActive = activeDeviceId === null || activeDeviceId === deviceId;
  if (status === 'IN_PROGRESS' && isActive) deps.presence.note({ attemptId: owned.room.attemptId, incidents });
  return owned.room;
}

function checkIncidents(incidents: PresenceReport['incidents']): void {
  const isGood = ({ kind, secondsAgo }: PresenceReport['incidents'][number]) =>
    reportedIncidents.has(kind) && secondsAgo >= 0 && secondsAgo <= secondsAgoMax;
  if (incidents.length <= incidentsMax && incidents.every(isGood)) return;
  const message = `Report at most ${incidentsMax} incidents, each of the last ${secondsAgoMax} seconds.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'incidents' } });
}
