import { account } from './account.ts';
import { authoring } from './authoring.ts';
import { course } from './course.ts';
import { errors } from './errors.ts';
import { exam } from './exam.ts';
import { exchange } from './exchange.ts';
import { general } from './general.ts';
import { grading } from './grading.ts';
import { proctor } from './proctor.ts';
import { questions } from './questions.ts';
import { reporting } from './reporting.ts';
import { room } from './room.ts';
import { teach } from './teach.ts';

/** Every message of the app in English; the keys of the other languages are measured by it. */
export const en = {
  ...general,
  ...account,
  ...course,
  ...exam,
  ...room,
  ...proctor,
  ...questions,
  ...authoring,
  ...exchange,
  ...reporting,
  ...grading,
  ...teach,
  errors,
} as const;
