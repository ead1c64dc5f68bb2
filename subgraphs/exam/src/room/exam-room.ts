/** The numbers of a room: how many attempts of an exam are in which state. */
export type ExamRoomCounts = {
  readonly examId: string;
  readonly notStartedCount: number;
  readonly inProgressCount: number;
  readonly pausedCount: number;
  readonly endedCount: number;
  readonly voidedCount: number;
  readonly incidentCount: number;
  readonly revision: number;
  readonly asOf: Date;
};
