import type { Connection } from '@lectern/subgraph';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import type { AuthoredPaper } from '../question/authored-paper.ts';
import type { PlacedQuestion } from '../question/question.queries.ts';
import type { RegistrationRow } from '../registration/registration.entity.ts';

/** What stands behind the GraphQL types. */
export type ExamMapper = ExamRow;
export type ExamConnectionMapper = Connection<ExamRow>;
export type RegistrationMapper = RegistrationRow;
export type RegistrationConnectionMapper = Connection<RegistrationRow>;
export type AttemptMapper = AttemptRow;
export type AttemptConnectionMapper = Connection<AttemptRow>;
export type AttemptResultMapper = AttemptRow;
export type AuthoredPaperMapper = AuthoredPaper;
export type AuthoredQuestionMapper = PlacedQuestion;
export type CourseMapper = { readonly id: string };
export type UserMapper = { readonly id: string };
