import { answerEntity } from '../attempt/answer.entity.ts';
import { attemptEntity } from '../attempt/attempt.entity.ts';
import { examEntity } from '../exam/exam.entity.ts';
import { paperEntity } from '../paper/paper.entity.ts';
import { questionEntity } from '../question/question.entity.ts';
import { registrationEntity } from '../registration/registration.entity.ts';

/** Every entity, by name: nothing is discovered from files. Tables written only by sets of rows have none. */
export const entities = [examEntity, questionEntity, paperEntity, registrationEntity, attemptEntity, answerEntity];
