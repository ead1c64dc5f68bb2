import { defineErrors } from '@lectern/errors';

export const examErrors = defineErrors({
  EXAM_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such exam, or you may not see it.' },
  EXAM_NOT_A_DRAFT: { category: 'CONFLICT', message: 'The exam is published; its questions can no longer be changed.' },
  EXAM_ALREADY_PUBLISHED: { category: 'CONFLICT', message: 'The exam is published already.' },
  EXAM_NOT_PUBLISHABLE: { category: 'CONFLICT', message: 'Something stands in the way of publishing the exam.' },
  EXAM_NOT_PUBLISHED: { category: 'CONFLICT', message: 'The exam is not published.' },
  EXAM_NOT_OPEN: { category: 'CONFLICT', message: 'The exam has not opened yet.' },
  EXAM_CLOSED: { category: 'CONFLICT', message: 'The exam is closed.' },
  EXAM_NETWORK_NOT_ALLOWED: {
    category: 'FORBIDDEN',
    message: 'The exam is not allowed in the network you are in. Ask those who watch over it.',
  },
  ACCESS_CODE_WRONG: { category: 'FORBIDDEN', message: 'The access code is not right.' },
  ACCESS_CODE_TRIES_USED: {
    category: 'TOO_MANY',
    message: 'The access code was wrong too often. Wait some minutes, and ask for it.',
  },
  EXAM_CHANGE_REFUSED: {
    category: 'CONFLICT',
    message: 'This can no longer be changed: learners rely on it since the exam was published.',
  },
});
