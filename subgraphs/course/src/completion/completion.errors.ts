import { defineErrors } from '@lectern/errors';

export const completionErrors = defineErrors({
  LESSON_COMPLETES_ITSELF: {
    category: 'CONFLICT',
    message: 'Only readings are marked as completed by hand. Watch the video or pass the exam.',
  },
});
