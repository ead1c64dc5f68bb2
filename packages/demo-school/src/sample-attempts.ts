import {
  type AnswerInput,
  AttemptPageDocument,
  CourseDocument,
  type DataOf,
  ExamDocument,
  ExamPaperDocument,
  type Lectern,
  SaveAnswerDocument,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';
import { listExams } from './ensure-exam.ts';
import type { DemoPerson } from './people.ts';
import { courses } from './school.ts';

type AuthoredQuestion = DataOf<typeof ExamPaperDocument>['examPaper']['questions'][number];

/** Answers beyond these are sent after some of them have come back. */
const concurrencyMax = 8;

/** Some learners have sat the open exam, so that the board, the histogram and the results show something. */
export async function ensureSampleAttempts(
  teacher: Lectern,
  people: readonly DemoPerson[],
  signIn: (email: string) => Promise<Lectern>,
): Promise<void> {
  const { course } = await teacher.query(CourseDocument, { slug: courses[0]?.slug ?? '' });
  const [exam] = course ? await listExams(teacher, course.id) : [];
  if (!exam) return;
  const { examPaper } = await teacher.query(ExamPaperDocument, { examId: exam.id });
  await Promise.all(
    people.map(async ({ email }, index) => {
      await using learner = await signIn(email);
      // From 90 % right answers downwards, each learner another share.
      await sitExam(learner, exam.id, examPaper.questions, 0.9 - index * 0.11);
    }),
  );
}

async function sitExam(
  learner: Lectern,
  examId: string,
  authored: readonly AuthoredQuestion[],
  share: number,
): Promise<void> {
  const { exam } = await learner.query(ExamDocument, { id: examId });
  if (!exam || exam.viewerAttempts.some(({ status }) => status === 'GRADED')) return;
  const { startAttempt } = await learner.mutate(StartAttemptDocument, { input: { examId } });
  const attemptId = startAttempt.attempt.id;
  const { attempt } = await learner.query(AttemptPageDocument, { attemptId });
  const questions = attempt?.questions ?? [];
  for (let from = 0; from < questions.length; from += concurrencyMax) {
    await Promise.all(
      questions.slice(from, from + concurrencyMax).map(async ({ id }, index) => {
        const question = authored.find((candidate) => candidate.id === id);
        if (!question) return;
        const isRight = ((from + index) * 0.618) % 1 < share;
        const answer = isRight ? rightAnswer(question) : wrongAnswer(question);
        await learner.mutate(SaveAnswerDocument, {
          input: { attemptId, questionId: id, sequence: from + index + 1, answer },
        });
      }),
    );
  }
  await learner.mutate(SubmitAttemptDocument, { input: { attemptId } });
}

function rightAnswer(question: AuthoredQuestion): AnswerInput {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return { choiceIds: question.choices.filter(({ isRight }) => isRight).map(({ id }) => id) };
    case 'TRUE_FALSE':
      return { isTrue: question.isTrue === true };
    case 'NUMERIC':
      return { number: question.number ?? 0 };
    case 'SHORT_TEXT':
      return { text: question.acceptedTexts[0] ?? '' };
    case 'MATCHING':
      return { matches: question.premises.map(({ id, targetId }) => ({ premiseId: id, targetId })) };
    case 'ORDERING':
      return { order: question.items.map(({ id }) => id) };
    case 'ESSAY':
      return { text: 'What I know of it, in my own words.' };
    default:
      return question.kind satisfies never;
  }
}

function wrongAnswer(question: AuthoredQuestion): AnswerInput {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return {
        choiceIds: question.choices
          .filter(({ isRight }) => !isRight)
          .slice(0, 1)
          .map(({ id }) => id),
      };
    case 'TRUE_FALSE':
      return { isTrue: question.isTrue !== true };
    case 'NUMERIC':
      return { number: (question.number ?? 0) * 2 + 1 };
    case 'SHORT_TEXT':
    case 'ESSAY':
      return { text: 'I am not sure' };
    case 'MATCHING':
      return {};
    case 'ORDERING':
      return { order: question.items.map(({ id }) => id).reverse() };
    default:
      return question.kind satisfies never;
  }
}
