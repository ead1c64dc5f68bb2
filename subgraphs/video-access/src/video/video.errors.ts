import { defineErrors } from '@lectern/errors';

export const videoErrors = defineErrors({
  VIDEO_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such video, or you may not see it.' },
  VIDEO_COURSE_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such course.' },
  VIDEO_FILE_TOO_LARGE: { category: 'TOO_LARGE', message: 'The file is larger than is accepted.' },
});
