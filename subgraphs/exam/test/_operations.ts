import type { Viewer } from '@lectern/request-signing';
import { instructor, learner, type TestExam } from './_util.ts';

const hour = 3_600_000;

export const createExam = /* GraphQL */ `
  mutation ($input: CreateExamInput!) { createExam(input: $input) { exam { id status } } }
`;
export const updateExam = /* GraphQL */ `
  mutation ($input: UpdateExamInput!) { updateExam(input: $input) { exam { id title opensAt closesAt } } }
`;
export const publishExam = /* GraphQL */ `
  mutation ($examId: ID!) { publishExam(input: { examId: $examId }) { exam { id status } } }
`;
export const closeExam = /* GraphQL */ `
  mutation ($examId: ID!) { closeExam(input: { examId: $examId }) { exam { id status } } }
`;
export const addQuestion = /* GraphQL */ `
  mutation ($input: AddQuestionInput!) { addQuestion(input: $input) { question { id position choices { id isRight } } } }
`;
export const importQuestions = /* GraphQL */ `
  mutation ($input: ImportQuestionsInput!) {
    importQuestions(input: $input) {
      import {
        isDryRun rowCount goodRowCount addedCount encoding delimiter problemCount
        problems { row field code message } preview { row kind prompt choices answer }
      }
    }
  }
`;
export const examPaper = /* GraphQL */ `
  query ($examId: ID!) {
    examPaper(examId: $examId) {
      questions { id position kind prompt pointsMax isTrue number tolerance unit acceptedTexts choices { id text isRight } }
      publishObstacles { code message questionId }
    }
  }
`;
export const registerLearners = /* GraphQL */ `
  mutation ($examId: ID!, $learnerIds: [ID!]!) {
    registerLearners(input: { examId: $examId, learnerIds: $learnerIds }) { registeredCount }
  }
`;
export const registerForExam = /* GraphQL */ `
  mutation ($examId: ID!) { registerForExam(input: { examId: $examId }) { registration { id learner { id } exam { id } } } }
`;
export const withdraw = /* GraphQL */ `
  mutation ($examId: ID!, $learnerId: ID) {
    withdrawRegistration(input: { examId: $examId, learnerId: $learnerId }) { exam { id viewerIsRegistered } }
  }
`;
export const startAttempt = /* GraphQL */ `
  mutation ($examId: ID!) {
    startAttempt(input: { examId: $examId }) {
      attempt {
        id number status startedAt deadlineAt remainingSeconds
        questions { __typename id position ... on ChoiceQuestion { allowsSeveral choices { id text } } }
      }
    }
  }
`;
export const saveAnswer = /* GraphQL */ `
  mutation ($input: SaveAnswerInput!) {
    saveAnswer(input: $input) { receipt { attemptId questionId storedSequence savedAt remainingSeconds } }
  }
`;
export const flagQuestion = /* GraphQL */ `
  mutation ($input: FlagQuestionInput!) { flagQuestion(input: $input) { questionId isFlagged } }
`;
export const submitAttempt = /* GraphQL */ `
  mutation ($attemptId: ID!) {
    submitAttempt(input: { attemptId: $attemptId }) {
      attempt {
        id status ending submittedAt remainingSeconds
        result { pointsAwarded pointsMax scorePercent isPassed gradedAt
          questions { questionId verdict pointsAwarded pointsMax } }
      }
    }
  }
`;
export const expireAttempts = 'mutation ($limit: Int!) { expireAttempts(limit: $limit) }';

/** Secret answers that must never be seen outside `examPaper`. */
export const keys = { text: 'Xylophone-4711', number: 271.828, tolerance: 0.00314 };

const header = 'kind,prompt,choice_a,choice_b,choice_c,answer,points,tolerance,unit';
/** One question of each kind, six points in all. */
const questionFile = `${header}
single choice,The capital of Norway?,Oslo,Bergen,Tromsø,A,,,
multiple choice,Which are prime?,2,3,4,AB,2,,
true/false,The Earth is flat.,,,,FALSE,,,
numeric,How much?,,,,${keys.number},,${keys.tolerance},m
short text,Which instrument?,,,,${keys.text},,,
`;

export type MadeExam = {
  readonly examId: string;
  /** By kind: the question and its choices with the key. */
  readonly question: Readonly<Record<string, { id: string; choices: { id: string; isRight: boolean }[] }>>;
};

/** A draft of `course-1` with one question of each kind, open from an hour ago until in two hours. */
export async function makeDraft(exam: TestExam, change: Record<string, unknown> = {}): Promise<MadeExam> {
  const input = {
    courseId: 'course-1',
    title: 'Geography and more',
    opensAt: new Date(Date.now() - hour).toISOString(),
    closesAt: new Date(Date.now() + 2 * hour).toISOString(),
    timeLimitSeconds: 1_800,
    ...change,
  };
  const { createExam: made } = await exam.ask(instructor, createExam, { input });
  const examId: string = made.exam.id;
  const contentBase64 = Buffer.from(questionFile).toString('base64');
  await exam.ask(instructor, importQuestions, { input: { examId, contentBase64, isDryRun: false } });
  const { examPaper: paper } = await exam.ask(instructor, examPaper, { examId });
  const all: { kind: string; id: string; choices: { id: string; isRight: boolean }[] }[] = paper.questions;
  return { examId, question: Object.fromEntries(all.map((one) => [one.kind, one])) };
}

/** The same, published, with learners registered. */
export async function makePublished(
  exam: TestExam,
  change: Record<string, unknown> = {},
  learnerIds: readonly string[] = ['learner'],
): Promise<MadeExam> {
  const made = await makeDraft(exam, change);
  await exam.ask(instructor, publishExam, { examId: made.examId });
  if (learnerIds.length > 0) await exam.ask(instructor, registerLearners, { examId: made.examId, learnerIds });
  return made;
}

export type StartedAttempt = MadeExam & {
  readonly attemptId: string;
  /** Answers that are right, by kind. */
  readonly right: Readonly<Record<string, object>>;
};

/** The same, and an attempt of the learner begun. */
export async function makeStarted(
  exam: TestExam,
  change: Record<string, unknown> = {},
  viewer: Viewer = learner,
): Promise<StartedAttempt> {
  const made = await makePublished(exam, change, ['learner', 'other-learner']);
  return { ...made, ...(await startIn(exam, made, viewer)) };
}

export async function startIn(exam: TestExam, made: MadeExam, viewer: Viewer = learner) {
  const { startAttempt: started } = await exam.ask(viewer, startAttempt, { examId: made.examId });
  const rightChoices = (kind: string) =>
    (made.question[kind]?.choices ?? []).filter(({ isRight }) => isRight).map(({ id }) => id);
  const right = {
    SINGLE_CHOICE: { choiceIds: rightChoices('SINGLE_CHOICE') },
    MULTIPLE_CHOICE: { choiceIds: rightChoices('MULTIPLE_CHOICE') },
    TRUE_FALSE: { isTrue: false },
    NUMERIC: { number: keys.number },
    SHORT_TEXT: { text: keys.text.toLowerCase() },
  };
  return { attemptId: started.attempt.id as string, right };
}

/** The variables of one saveAnswer. */
export function answerTo(
  { attemptId, question }: StartedAttempt,
  kind: string,
  answer: object,
  sequence = 1,
): Record<string, unknown> {
  return { input: { attemptId, questionId: question[kind]?.id, sequence, answer } };
}

/** Moves the deadline of an attempt into the past, as time would. */
export async function letTimeRunOut(exam: TestExam, attemptId: string): Promise<void> {
  await exam.db.query(
    `update exam.attempt set started_at = started_at - interval '1 day', deadline_at = now() - interval '1 second',
            accepts_until = now() - interval '1 second' where id = $1`,
    [attemptId],
  );
}

/** The same, but answers that were on their way still count. */
export async function letDeadlinePass(exam: TestExam, attemptId: string): Promise<void> {
  await exam.db.query(
    `update exam.attempt set started_at = started_at - interval '1 day', deadline_at = now() - interval '1 second',
            accepts_until = now() + interval '1 hour' where id = $1`,
    [attemptId],
  );
}
