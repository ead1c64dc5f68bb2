import { defineErrors } from '@lectern/errors';

export const bankErrors = defineErrors({
  BANK_QUESTION_NOT_FOUND: { category: 'NOT_FOUND', message: 'The bank has no such question, or you may not see it.' },
  BANK_QUESTION_ARCHIVED: { category: 'CONFLICT', message: 'The question is put away; take it out again first.' },
  BANK_FULL: { category: 'CONFLICT', message: 'The bank of a course may have at most 100000 questions.' },
  QUESTION_NOT_FROM_BANK: { category: 'CONFLICT', message: 'The question was not taken from the bank.' },
});
