import { beforeAll, describe, expect } from '@jest/globals';
import { ExamPaperDocument, type Lectern } from '@lectern/sdk';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, signedIn } from '../_school/accounts.ts';
import { makeCourse } from '../_school/course.ts';
import { type Exam, makeDraftExam } from '../_school/exam.ts';

const header = 'kind,prompt,choice_a,choice_b,choice_c,answer,points,tolerance,unit';
/** The rows from the second on, each as it should be; those with `bad` are first sent so. */
const rows: readonly { readonly good: string; readonly bad?: string }[] = [
  { good: 'single choice,What is the capital of Peru?,Quito,Lima,Bogotá,B,1,,' },
  {
    good: 'single choice,Which planet is red?,Venus,Mars,Jupiter,B,1,,',
    bad: 'single choice,,Venus,Mars,Jupiter,B,1,,',
  },
  { good: 'multiple choice,Which are prime?,2,9,11,"A,C",2,,' },
  {
    good: 'single choice,Which metal is liquid at room temperature?,Iron,Mercury,Tin,B,1,,',
    bad: 'single choice,Which metal is liquid at room temperature?,Iron,Mercury,Tin,F,1,,',
  },
  { good: 'true false,Water boils at 100 °C at sea level.,,,,TRUE,1,,' },
  {
    good: 'single choice,Who painted the Mona Lisa?,Leonardo,Raphael,Titian,A,1,,',
    bad: 'single choice,Who painted the Mona Lisa?,Leonardo,Leonardo,Titian,A,1,,',
  },
  {
    good: 'numeric,How many degrees has a right angle?,,,,90,1,0.5,°',
    bad: 'numeric,How many degrees has a right angle?,,,,ninety,1,0.5,°',
  },
  { good: 'short text,Who wrote Hamlet?,,,,Shakespeare|William Shakespeare,1,,' },
  {
    good: 'true false,The Nile flows north.,,,,TRUE,1,,',
    bad: 'true false,The Nile flows north.,,,,TRUE,many,,',
  },
];
const badRows = [
  ['3', 'prompt', 'The question asks nothing.'],
  ['5', 'answer', 'The answer names a choice that is not there.'],
  ['7', 'choice_b', 'Two choices say the same.'],
  ['8', 'answer', 'The answer must be a number.'],
  ['10', 'points', 'The points must be a number.'],
];

function csv(which: 'good' | 'bad'): Buffer {
  const lines = rows.map((row) => (which === 'bad' ? (row.bad ?? row.good) : row.good));
  return Buffer.from(`${[header, ...lines].join('\n')}\n`);
}

let instructor: Account;
let teacher: Lectern;
let exam: Exam;
beforeAll(async () => {
  instructor = await makeAccount(await signedIn(adminAccount), 'Imran Instructor', ['INSTRUCTOR']);
  teacher = await signedIn(instructor);
  exam = await makeDraftExam(teacher, await makeCourse(teacher, 'General knowledge'), 'From a file', []);
});

async function countQuestions(): Promise<number> {
  const { examPaper } = await teacher.query(ExamPaperDocument, { examId: exam.id });
  return examPaper.questions.length;
}

describe('import questions', () => {
  story('names exactly the five bad rows, adds none, and takes the corrected file', async ({ openPage }) => {
    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}/import`, instructor);
    await page.getByRole('heading', { name: 'Import questions', level: 1 }).waitFor();
    await expectAccessible(page);

    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'questions.csv', mimeType: 'text/csv', buffer: csv('bad') });
    await page.getByText('5 rows need attention').waitFor();
    const table = page.getByRole('table', { name: 'Problems' });
    const told = await table
      .locator('tbody tr')
      .evaluateAll((found) => found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())));
    expect(told).toEqual(badRows);
    await expectAccessible(page);
    expect(await countQuestions()).toBe(0);

    await file.setInputFiles({ name: 'questions.csv', mimeType: 'text/csv', buffer: csv('good') });
    await page.getByRole('button', { name: `Add ${rows.length} questions` }).click();
    await page.getByText(`${rows.length} questions were added`).waitFor();
    await expectAccessible(page);
    expect(await countQuestions()).toBe(rows.length);

    await page.getByRole('link', { name: 'To the questions' }).click();
    await page.getByText('Which metal is liquid at room temperature?').waitFor();
    await expectAccessible(page);
  });
});
