import { defineErrors } from '@lectern/errors';

export const illustrationErrors = defineErrors({
  ILLUSTRATION_NOT_FOUND: { category: 'BAD_INPUT', message: 'The course has no such picture. Upload it first.' },
  ILLUSTRATION_NOT_RECOGNISED: {
    category: 'BAD_INPUT',
    message: 'The file is no picture that can be shown. Use PNG, JPEG, WebP or GIF.',
  },
  ILLUSTRATION_TOO_LARGE: {
    category: 'TOO_LARGE',
    message: 'A picture may have at most 2 MB, and at most 10000 pixels on a side.',
  },
  ILLUSTRATION_LINK_REFUSED: {
    category: 'FORBIDDEN',
    message: 'The link to the picture has expired, or was made for somebody else.',
  },
});
