import type { ExamRow } from '../exam/exam.entity.ts';
import type { ExamRoomCounts } from './exam-room.ts';

/**
 * A room as the topic `exam.{id}.room` carries it: the GraphQL type ExamRoom. Of the exam what is the same for everybody
 * who watches; the access code does not travel.
 */
export function examRoomMessage(exam: ExamRow, { examId: _examId, ...counts }: ExamRoomCounts): object {
  const { id, courseId, title, instructions, status, opensAt, closesAt, timeLimitSeconds, graceSeconds } = exam;
  return {
    exam: {
      __typename: 'Exam',
      id,
      course: { __typename: 'Course', id: courseId },
      title,
      instructions,
      status,
      opensAt,
      closesAt,
      timeLimitSeconds,
      graceSeconds,
      attemptsMax: exam.attemptsMax,
      navigation: exam.navigation,
      needsAccessCode: exam.accessCode !== null,
      resultVisibility: exam.resultVisibility,
      viewerCanSupervise: true,
    },
    ...counts,
  };
}
