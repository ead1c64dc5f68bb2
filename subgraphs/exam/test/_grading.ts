import type { Viewer } from '@lectern/request-signing';
import { userViewer } from '@lectern/testing';
import { createExam, publishExam, registerLearners, saveAnswer, startAttempt, submitAttempt } from './_operations.ts';
import { instructor, type TestExam } from './_util.ts';

const hour = 3_600_000;
const addQuestion = /* GraphQL */ `
  mutation ($input: AddQuestionInput!) {
    addQuestion(input: $input) {
      question { id choices { id text isRight } premises { id targetId } targets { id } items { id } }
    }
  }
`;

export type AskedQuestion = {
  readonly id: string;
  readonly choices: readonly { readonly id: string; readonly text: string; readonly isRight: boolean }[];
  readonly premises: readonly { readonly id: string; readonly targetId: string }[];
  readonly targets: readonly { readonly id: string }[];
  readonly items: readonly { readonly id: string }[];
};

export type AskedExam = { readonly examId: string; readonly questions: readonly AskedQuestion[] };

export const truth = (isTrue = true, more: object = {}) => ({
  kind: 'TRUE_FALSE',
  prompt: `Is it ${isTrue}? ${Math.random()}`,
  isTrue,
  ...more,
});
export const essay = (more: object = {}) => ({
  kind: 'ESSAY',
  prompt: 'Why?',
  pointsMax: 10,
  guidance: 'Because of guidance-4711.',
  ...more,
});
export const single = (...texts: string[]) => ({
  kind: 'SINGLE_CHOICE',
  prompt: 'Which?',
  pointsMax: 2,
  choices: texts.map((text, index) => ({ text, isRight: index === 0 })),
});

/** A published exam of `course-1` with these questions, in their order, open from an hour ago. */
export async function askExam(
  exam: TestExam,
  questions: readonly object[],
  settings: Record<string, unknown> = {},
  learners: readonly Viewer[] = [],
): Promise<AskedExam> {
  const input = {
    courseId: 'course-1',
    title: 'Grading',
    opensAt: new Date(Date.now() - hour).toISOString(),
    closesAt: new Date(Date.now() + 2 * hour).toISOString(),
    shufflesQuestions: false,
    shufflesChoices: false,
    ...settings,
  };
  const { createExam: made } = await exam.ask(instructor, createExam, { input });
  const examId: string = made.exam.id;
  const asked: AskedQuestion[] = [];
  for (const question of questions) {
    const added = await exam.ask(instructor, addQuestion, { input: { examId, question } });
    asked.push(added.addQuestion.question);
  }
  await exam.ask(instructor, publishExam, { examId });
  const learnerIds = learners.map((learner) => idOf(learner));
  if (learnerIds.length > 0) await exam.ask(instructor, registerLearners, { examId, learnerIds });
  return { examId, questions: asked };
}

let people = 0;

/** Learners that no other test knows. */
export function newLearners(count: number): Viewer[] {
  return Array.from({ length: count }, () => {
    people += 1;
    return userViewer(`sitting-${people}`, 'LEARNER');
  });
}

export function idOf(viewer: Viewer): string {
  if (viewer.kind !== 'USER') throw new Error('not a person');
  return viewer.id;
}

/** Begins an attempt and answers: by place of the question. */
export async function beginAndAnswer(
  exam: TestExam,
  { examId, questions }: AskedExam,
  learner: Viewer,
  answers: Readonly<Record<number, object>>,
): Promise<string> {
  const { startAttempt: started } = await exam.ask(learner, startAttempt, { examId });
  const attemptId: string = started.attempt.id;
  await Promise.all(
    Object.entries(answers).map(([place, answer]) =>
      exam.ask(learner, saveAnswer, {
        input: { attemptId, questionId: questions[Number(place)]?.id, sequence: 1, answer },
      }),
    ),
  );
  return attemptId;
}

/** The same, and hands in. */
export async function sit(
  exam: TestExam,
  asked: AskedExam,
  learner: Viewer,
  answers: Readonly<Record<number, object>>,
): Promise<string> {
  const attemptId = await beginAndAnswer(exam, asked, learner, answers);
  await exam.ask(learner, submitAttempt, { attemptId });
  return attemptId;
}

export const resultOf = /* GraphQL */ `
  query ($attemptId: ID!) {
    attempt(attemptId: $attemptId) {
      id status resultState answers { questionId text }
      result {
        pointsAwarded pointsMax scorePercent isPassed
        questions {
          questionId verdict pointsAwarded pointsMax feedback markerFeedback
          rightAnswer { choiceIds isTrue number texts matches { premiseId targetId } order }
        }
        classStatistics { learnerCount meanScorePercent medianScorePercent passedPercent }
      }
    }
  }
`;

export async function readResult(exam: TestExam, viewer: Viewer, attemptId: string) {
  return (await exam.ask(viewer, resultOf, { attemptId })).attempt;
}

/** What the attempt's row says, whoever may see it. */
export async function rowOf(exam: TestExam, attemptId: string) {
  const { rows } = await exam.db.query(
    `select status, points_awarded as points, points_max as "pointsMax", score_percent as percent, is_passed as passed,
            key_revision as "keyRevision", revision from exam.attempt where id = $1`,
    [attemptId],
  );
  return rows[0];
}

/** The graded events of an attempt, in order. */
export async function gradedEvents(exam: TestExam, attemptId: string) {
  const { rows } = await exam.db.query(
    `select a->'revision' as revision, a->'pointsAwarded' as points
       from exam.outbox, jsonb_array_elements(payload->'attempts') a
      where type = 'exam.attempts.graded.v1' and a->>'attemptId' = $1 order by position`,
    [attemptId],
  );
  return rows;
}
