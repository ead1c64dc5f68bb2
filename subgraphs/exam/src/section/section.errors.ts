import { defineErrors } from '@lectern/errors';

export const sectionErrors = defineErrors({
  SECTION_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such section, or you may not see it.' },
  SECTIONS_TOO_MANY: { category: 'CONFLICT', message: 'An exam may have at most 100 sections.' },
});
