import { defineErrors } from '@lectern/errors';

export const registrationErrors = defineErrors({
  EXAM_ENROLMENT_NEEDED: { category: 'FORBIDDEN', message: 'Enrol in the course of the exam first.' },
  EXAM_ALREADY_BEGUN: { category: 'CONFLICT', message: 'Who has begun an exam can no longer withdraw from it.' },
  LEARNERS_TOO_MANY: {
    category: 'TOO_LARGE',
    message: 'A file may name at most 50000 learners. Split it into smaller ones.',
  },
});
