import type { en } from '../en/index.ts';
import type { MessagesLike } from '../messages.ts';
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

/** Every message of the app in Indonesian. */
export const id: MessagesLike<typeof en> = {
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
};
