/** Something that happened at a learner's desk: evidence for people to weigh; nothing is decided by it. */
export type IncidentKind =
  | 'FOCUS_LOST'
  | 'FOCUS_REGAINED'
  | 'FULLSCREEN_LEFT'
  | 'PASTED'
  | 'CONNECTION_LOST'
  | 'DEVICE_CHANGED';

/** What learners' clients report; that a device changed, the server sees by itself. */
export const reportedIncidents: ReadonlySet<IncidentKind> = new Set([
  'FOCUS_LOST',
  'FOCUS_REGAINED',
  'FULLSCREEN_LEFT',
  'PASTED',
  'CONNECTION_LOST',
]);

export type Incident = {
  readonly id: string;
  readonly attemptId: string;
  readonly kind: IncidentKind;
  readonly at: Date;
};

/** Of one attempt; what comes after is not kept. */
export const incidentsKeptMax = 500;
