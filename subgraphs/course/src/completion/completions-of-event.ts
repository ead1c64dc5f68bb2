import type { ExamEvent, VideoEvent } from '@lectern/events';
import type { Completion } from './completion.queries.ts';

/** What an event of video-access or exam says about completions: nothing, for most. */
export function completionsOf(event: VideoEvent | ExamEvent): readonly Completion[] {
  switch (event.type) {
    case 'video.video.watched.v1': {
      const { viewerId: learnerId, videoId: subjectId } = event.payload;
      return [{ learnerId, kind: 'VIDEO', subjectId, completedAt: new Date(event.occurredAt) }];
    }
    case 'exam.attempts.graded.v1':
      return event.payload.attempts
        .filter(({ isPassed }) => isPassed)
        .map(({ learnerId, examId: subjectId, submittedAt }) => ({
          learnerId,
          kind: 'EXAM',
          subjectId,
          completedAt: new Date(submittedAt),
        }));
    default:
      return [];
  }
}
