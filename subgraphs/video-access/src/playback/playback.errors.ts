import { defineErrors } from '@lectern/errors';

export const playbackErrors = defineErrors({
  VIDEO_NOT_READY: { category: 'CONFLICT', message: 'The video cannot be watched yet.' },
  PLAYBACK_GRANT_ENDED: {
    category: 'NOT_FOUND',
    message: 'The permission to watch has ended. Start watching again.',
  },
  MEDIA_FORBIDDEN: {
    category: 'FORBIDDEN',
    message: 'This file needs a playback grant of the signed-in viewer that has not ended.',
  },
  MEDIA_NOT_FOUND: { category: 'NOT_FOUND', message: 'The video has no such file.' },
});
