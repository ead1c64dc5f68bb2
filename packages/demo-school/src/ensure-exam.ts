import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@lectern/runtime';
import {
  CourseExamsDocument,
  CreateExamDocument,
  ExamPaperDocument,
  ImportQuestionsDocument,
  type Lectern,
  PublishExamDocument,
  RegisterLearnersDocument,
} from '@lectern/sdk';
import { contentFolder } from './ensure-course.ts';
import type { DemoExam } from './school.ts';

const hourMs = 3_600_000;

/** The exam with its questions, published. Returns its id. */
export async function ensureExam(teacher: Lectern, courseId: string, wanted: DemoExam): Promise<string> {
  const exams = await listExams(teacher, courseId);
  const present = exams.find(({ title }) => title === wanted.title);
  const examId = present?.id ?? (await createExam(teacher, courseId, wanted));
  if (present?.status === 'PUBLISHED') return examId;
  const { examPaper } = await teacher.query(ExamPaperDocument, { examId });
  if (examPaper.questions.length === 0) await importQuestions(teacher, examId, wanted.questionsFile);
  await teacher.mutate(PublishExamDocument, { input: { examId } });
  return examId;
}

/** Registers the learners for every exam of the course; those who are stay so. */
export async function ensureRegistrations(
  teacher: Lectern,
  courseId: string,
  learnerIds: readonly string[],
): Promise<void> {
  for (const { id } of await listExams(teacher, courseId)) {
    await teacher.mutate(RegisterLearnersDocument, { input: { examId: id, learnerIds } });
  }
}

export async function listExams(teacher: Lectern, courseId: string) {
  const { course } = await teacher.query(CourseExamsDocument, { id: courseId, first: 100 });
  return course?.exams.edges.map(({ node }) => node) ?? [];
}

async function createExam(teacher: Lectern, courseId: string, wanted: DemoExam): Promise<string> {
  const { opensInHours, closesInHours, questionsFile: _, ...rest } = wanted;
  const now = systemClock.now();
  const { createExam: created } = await teacher.mutate(CreateExamDocument, {
    input: {
      ...rest,
      courseId,
      opensAt: new Date(now + opensInHours * hourMs).toISOString(),
      closesAt: new Date(now + closesInHours * hourMs).toISOString(),
      resultVisibility: 'PARTICIPANTS',
      shufflesQuestions: true,
      shufflesChoices: true,
    },
  });
  return created.exam.id;
}

async function importQuestions(teacher: Lectern, examId: string, file: string): Promise<void> {
  const bytes = await readFile(join(contentFolder, file));
  const { importQuestions: answer } = await teacher.mutate(ImportQuestionsDocument, {
    input: {
      examId,
      contentBase64: bytes.toString('base64'),
      fileName: file,
      isDryRun: false,
      leavesOutBadRows: false,
    },
  });
  const { problems } = answer.import;
  if (problems.length > 0) {
    throw new Error(`${file}: ${problems.map(({ row, message }) => `row ${row}: ${message}`).join('; ')}`);
  }
}
