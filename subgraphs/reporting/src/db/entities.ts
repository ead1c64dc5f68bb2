import { ExamEntity } from '../exam/exam.entity.ts';

/** Attempts and registrations are only ever read and written in sets, by SQL. */
export const entities = [ExamEntity];
