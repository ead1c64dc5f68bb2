import {
  AddQuestionDocument,
  CreateExamDocument,
  type CreateExamInput,
  type Lectern,
  PublishExamDocument,
  type QuestionInput,
  RegisterLearnersDocument,
} from '@lectern/sdk';
import type { Account } from './accounts.ts';
import type { Course } from './course.ts';

const minuteMs = 60_000;

/** An instant so many minutes from now (before it when negative). */
export function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * minuteMs).toISOString();
}

/** One question of each kind, in this order: capital, primes, boiling, freezing, author. */
export const oneOfEachKind: readonly QuestionInput[] = [
  {
    kind: 'SINGLE_CHOICE',
    prompt: 'What is the capital of Peru?',
    choices: [
      { text: 'Quito', isRight: false },
      { text: 'Lima', isRight: true },
      { text: 'Bogotá', isRight: false },
    ],
  },
  {
    kind: 'MULTIPLE_CHOICE',
    prompt: 'Which of these are prime?',
    choices: [
      { text: 'Two', isRight: true },
      { text: 'Nine', isRight: false },
      { text: 'Eleven', isRight: true },
    ],
  },
  { kind: 'TRUE_FALSE', prompt: 'Water boils at 100 °C at sea level.', isTrue: true },
  { kind: 'NUMERIC', prompt: 'At how many degrees Celsius does water freeze?', number: 0, tolerance: 0.5, unit: '°C' },
  { kind: 'SHORT_TEXT', prompt: 'Who wrote Hamlet?', acceptedTexts: ['Shakespeare', 'William Shakespeare'] },
];

export type Exam = { readonly id: string; readonly title: string };

/** Makes a draft exam that is open for an hour, with the questions given. Orders are as written. */
export async function makeDraftExam(
  teacher: Lectern,
  course: Course,
  title: string,
  questions: readonly QuestionInput[],
  settings: Partial<CreateExamInput> = {},
): Promise<Exam> {
  const { createExam } = await teacher.mutate(CreateExamDocument, {
    input: {
      courseId: course.id,
      title,
      opensAt: inMinutes(-1),
      closesAt: inMinutes(60),
      timeLimitSeconds: 1_800,
      passMarkPercent: 50,
      shufflesQuestions: false,
      shufflesChoices: false,
      ...settings,
    },
  });
  const examId = createExam.exam.id;
  for (const question of questions) await teacher.mutate(AddQuestionDocument, { input: { examId, question } });
  return { id: examId, title };
}

/** Makes an exam as `makeDraftExam`, publishes it, and registers the learners. */
export async function makeExam(
  teacher: Lectern,
  course: Course,
  title: string,
  learners: readonly Account[],
  questions: readonly QuestionInput[] = oneOfEachKind,
  settings: Partial<CreateExamInput> = {},
): Promise<Exam> {
  const exam = await makeDraftExam(teacher, course, title, questions, settings);
  await teacher.mutate(PublishExamDocument, { input: { examId: exam.id } });
  if (learners.length > 0) {
    const learnerIds = learners.map(({ id }) => id);
    await teacher.mutate(RegisterLearnersDocument, { input: { examId: exam.id, learnerIds } });
  }
  return exam;
}
