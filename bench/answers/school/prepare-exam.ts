import { randomUUID } from 'node:crypto';
import {
  AddDrawDocument,
  AddModuleDocument,
  AddQuestionDocument,
  AddReadingLessonDocument,
  CreateCourseDocument,
  CreateExamDocument,
  type CreateExamInput,
  CreateUsersDocument,
  createLectern,
  ImportQuestionsDocument,
  type Lectern,
  type NewUserInput,
  PublishCourseDocument,
  PublishExamDocument,
  RegisterLearnersDocument,
} from '@lectern/sdk';
import { mixedQuestions } from './mixed-questions.ts';
import { bankFiles } from './question-files.ts';
import type { School } from './start-school.ts';
import { createTokenMaker } from './token-issuer.ts';

export const questionsPerAttempt = 40;

export type Staff = {
  readonly admin: Lectern;
  readonly teacher: Lectern;
  readonly courseId: string;
};

const accountsAtOnce = 500;
const registrationsAtOnce = 1_000;
const hourMs = 3_600_000;

/** A teacher with a published course. */
export async function openCourse(school: School): Promise<Staff> {
  const makeToken = createTokenMaker(school.issuer.key);
  const signedIn = (id: string, roles: readonly string[]) =>
    createLectern({ url: school.url, tokenSource: async () => makeToken(id, roles), timeoutMs: 120_000 });
  const admin = signedIn('bench-admin', ['LEARNER', 'ADMIN']);
  const [teacherId = ''] = await makeUsers(admin, [
    { name: 'Teacher', email: 'teacher@school.example', roles: ['INSTRUCTOR'] },
  ]);
  const teacher = signedIn(teacherId, ['LEARNER', 'INSTRUCTOR']);
  const slug = `bench-${randomUUID()}`;
  const { createCourse } = await teacher.mutate(CreateCourseDocument, {
    input: { title: 'A course', slug, summary: 'For the bench.' },
  });
  const courseId = createCourse.course.id;
  const { addModule } = await teacher.mutate(AddModuleDocument, { input: { courseId, title: 'Module' } });
  const moduleId = addModule.module.id;
  await teacher.mutate(AddReadingLessonDocument, { input: { moduleId, title: 'Reading', body: 'Words.' } });
  await teacher.mutate(PublishCourseDocument, { input: { courseId } });
  return { admin, teacher, courseId };
}

/** Accounts of learners, without passwords: their tokens come from the bench's own issuer. */
export async function makeLearners({ admin }: Staff, count: number): Promise<readonly string[]> {
  const mark = randomUUID().slice(0, 8);
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(accountsAtOnce, count - ids.length);
    const users = Array.from({ length: size }, (_, index) => {
      const number = ids.length + index + 1;
      return { name: `Learner ${number}`, email: `learner.${number}.${mark}@school.example`, roles: [] };
    });
    ids.push(...(await makeUsers(admin, users)));
  }
  return ids;
}

async function makeUsers(admin: Lectern, users: NewUserInput[]): Promise<string[]> {
  const { createUsers } = await admin.mutate(CreateUsersDocument, { input: { users } });
  return createUsers.users.map(({ id }) => id);
}

/** A published exam that is open, with the learners registered. MIXED: the same forty made-up questions for all. */
export async function prepareExam(
  { teacher, courseId }: Staff,
  learnerIds: readonly string[],
  questions: 'BANK' | 'MIXED',
  settings: Partial<CreateExamInput> = {},
): Promise<string> {
  const { createExam } = await teacher.mutate(CreateExamDocument, {
    input: {
      courseId,
      title: `Exam ${randomUUID().slice(0, 8)}`,
      opensAt: new Date(Date.now() - hourMs).toISOString(),
      closesAt: new Date(Date.now() + 4 * hourMs).toISOString(),
      timeLimitSeconds: 7_200,
      passMarkPercent: 50,
      attemptsMax: 1,
      ...settings,
    },
  });
  const examId = createExam.exam.id;
  if (questions === 'BANK') await drawFromBank(teacher, examId);
  else await addMixed(teacher, examId);
  await teacher.mutate(PublishExamDocument, { input: { examId } });
  for (let from = 0; from < learnerIds.length; from += registrationsAtOnce) {
    const some = learnerIds.slice(from, from + registrationsAtOnce);
    await teacher.mutate(RegisterLearnersDocument, { input: { examId, learnerIds: some } });
  }
  return examId;
}

const bankTag = 'bench';

/** Imports the files into the bank of the course, as an instructor would: first a dry run, then the good rows. */
export async function fillBank({ teacher, courseId }: Staff): Promise<string> {
  const told: string[] = [];
  for (const { name, content } of bankFiles()) {
    const file = { courseId, fileName: name, contentBase64: content.toString('base64'), tags: [bankTag] };
    const read = (isDryRun: boolean) =>
      teacher.mutate(ImportQuestionsDocument, { input: { ...file, isDryRun, leavesOutBadRows: !isDryRun } });
    const problems = (await read(true)).importQuestions.import.problemCount;
    const { addedCount, rowCount } = (await read(false)).importQuestions.import;
    told.push(`${name}: ${addedCount} of ${rowCount} rows, ${problems} problems`);
  }
  return told.join('; ');
}

/** Forty questions of the bank, drawn anew for each attempt. */
async function drawFromBank(teacher: Lectern, examId: string): Promise<void> {
  const input = { examId, tags: [bankTag], questionCount: questionsPerAttempt };
  await teacher.mutate(AddDrawDocument, { input });
}

async function addMixed(teacher: Lectern, examId: string): Promise<void> {
  for (const question of mixedQuestions(questionsPerAttempt)) {
    await teacher.mutate(AddQuestionDocument, { input: { examId, question } });
  }
}
