import { defineErrors } from '@lectern/errors';

export const exportErrors = defineErrors({
  EXAM_REPORT_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such exam, or you may not see its results.' },
  EXPORT_LINK_REFUSED: {
    category: 'FORBIDDEN',
    message: 'This link has expired or was made for somebody else. Export the results again.',
  },
});
