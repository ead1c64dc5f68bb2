import { dateTimeScalar } from '@lectern/subgraph';
import {
  allowanceFields,
  allowanceMutations,
  allowanceQueries,
  allowancesOfExam,
  learnerGroupFields,
} from '../allowance/allowance.resolvers.ts';
import { analysisQueries } from '../analysis/analysis.resolvers.ts';
import {
  attemptFields,
  attemptMutations,
  attemptQueries,
  attemptResultFields,
  attemptsOfExam,
  paperQuestionFields,
} from '../attempt/attempt.resolvers.ts';
import { sittingFields, sittingMutations, sittingQueries } from '../attempt/sitting.resolvers.ts';
import { auditEntryFields, auditOfExam } from '../audit/audit.resolvers.ts';
import { bankMutations, bankQueries, bankQuestionFields } from '../bank/bank.resolvers.ts';
import { drawMutations } from '../draw/draw.resolvers.ts';
import { courseFields, examFields, examMutations, examQueries } from '../exam/exam.resolvers.ts';
import { exportMutations } from '../export/export.resolvers.ts';
import { illustrationFields, illustrationMutations } from '../illustration/illustration.resolvers.ts';
import { importMutations } from '../import/import.resolvers.ts';
import { essayMarkFields, essayScriptFields, markingMutations, markingQueries } from '../marking/marking.resolvers.ts';
import { paperMutations, paperQueries } from '../paper/paper.resolvers.ts';
import { authoredQuestionFields, questionMutations, questionQueries } from '../question/question.resolvers.ts';
import {
  registrationFields,
  registrationMutations,
  registrationsOfExam,
} from '../registration/registration.resolvers.ts';
import {
  keyCorrectionFields,
  regradeChangeFields,
  regradeMutations,
  regradeOfExam,
  regradeQueries,
} from '../regrade/regrade.resolvers.ts';
import { reminderMutations, reminderQueries } from '../reminder/reminder.resolvers.ts';
import {
  examRoomFields,
  roomAttemptFields,
  roomMutations,
  roomOfAttempt,
  roomOfExam,
  roomQueries,
} from '../room/room.resolvers.ts';
import { sectionMutations } from '../section/section.resolvers.ts';
import type { Resolvers } from './types.generated.ts';

/** The resolver maps of all domains as one. */
export const resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    ...examQueries,
    ...questionQueries,
    ...bankQueries,
    ...paperQueries,
    ...attemptQueries,
    ...reminderQueries,
    ...markingQueries,
    ...analysisQueries,
    ...regradeQueries,
    ...allowanceQueries,
    ...sittingQueries,
    ...roomQueries,
  },
  Mutation: {
    ...examMutations,
    ...paperMutations,
    ...questionMutations,
    ...sectionMutations,
    ...drawMutations,
    ...bankMutations,
    ...illustrationMutations,
    ...importMutations,
    ...exportMutations,
    ...registrationMutations,
    ...attemptMutations,
    ...reminderMutations,
    ...markingMutations,
    ...regradeMutations,
    ...allowanceMutations,
    ...sittingMutations,
    ...roomMutations,
  },
  Course: courseFields,
  Exam: {
    ...examFields,
    ...registrationsOfExam,
    ...attemptsOfExam,
    ...regradeOfExam,
    ...allowancesOfExam,
    ...roomOfExam,
    ...auditOfExam,
  },
  Registration: registrationFields,
  Attempt: { ...attemptFields, ...sittingFields, ...roomOfAttempt },
  AttemptResult: attemptResultFields,
  PaperQuestion: paperQuestionFields,
  AuthoredQuestion: authoredQuestionFields,
  BankQuestion: bankQuestionFields,
  Illustration: illustrationFields,
  EssayScript: essayScriptFields,
  EssayMark: essayMarkFields,
  RegradeChange: regradeChangeFields,
  KeyCorrection: keyCorrectionFields,
  Allowance: allowanceFields,
  LearnerGroup: learnerGroupFields,
  ExamRoom: examRoomFields,
  RoomAttempt: roomAttemptFields,
  AuditEntry: auditEntryFields,
} satisfies Resolvers;
