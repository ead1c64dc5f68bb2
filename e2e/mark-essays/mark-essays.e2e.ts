import { beforeAll, describe, expect } from '@jest/globals';
import type { Lectern, QuestionInput } from '@lectern/sdk';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, enrolAll, makeCourse } from '../_school/course.ts';
import { type Exam, makeExam } from '../_school/exam.ts';
import { answerAndHandIn, choose, startAttempt } from '../_school/sit.ts';

const questions: readonly QuestionInput[] = [
  {
    kind: 'SINGLE_CHOICE',
    prompt: 'Who wrote the proclamation?',
    pointsMax: 2,
    choices: [
      { text: 'Sukarno and Hatta', isRight: true },
      { text: 'Nobody', isRight: false },
    ],
  },
  {
    kind: 'ESSAY',
    prompt: 'Why was it read in the morning?',
    pointsMax: 8,
    wordsMax: 200,
    guidance: 'Names the fasting month and the hour of the broadcast.',
  },
];

let admin: Lectern;
let teacher: Account;
let teaching: Lectern;
let course: Course;
beforeAll(async () => {
  admin = await signedIn(adminAccount);
  teacher = await makeAccount(admin, 'Ratna Instructor', ['INSTRUCTOR']);
  teaching = await signedIn(teacher);
  course = await makeCourse(teaching, 'Of proclamations');
});

/** Sits the exam; the answer is the attempt's id. */
async function sit(account: Account, exam: Exam, essay: string): Promise<string> {
  const learner = await signedIn(account);
  const attemptId = await startAttempt(learner, exam.id);
  const handedIn = await answerAndHandIn(learner, attemptId, (question) =>
    question.__typename === 'EssayQuestion' ? { text: essay } : choose(question, 'Sukarno and Hatta'),
  );
  expect(handedIn).toMatchObject({ status: 'SUBMITTED', resultState: 'BEING_MARKED', result: null });
  return attemptId;
}

async function giveMark(page: Page, points: string, words: string): Promise<void> {
  await page.getByLabel('Points', { exact: true }).fill(points);
  if (words) await page.getByLabel('Words to the learner').fill(words);
  await page.getByRole('button', { name: 'Save and go on' }).click();
}

describe('mark essays', () => {
  story('an essay is marked without its writer’s name, and the result comes by itself', async ({ openPage }) => {
    const [first, second] = await makeAccounts(admin, 'Essay Learner', 2);
    if (!first || !second) throw new Error('two learners were to be made');
    await enrolAll(teaching, course, [first, second]);
    const exam = await makeExam(teaching, course, 'A morning in August', [first, second], questions);
    const attemptId = await sit(first, exam, 'Because people were awake early in the fasting month.');
    await sit(second, exam, 'I do not know.');

    const learnerPage = await openPage();
    await openSignedIn(learnerPage, `/attempts/${attemptId}/result`, first);
    await learnerPage.getByText('Your essays are being marked by people.').waitFor();
    await expectAccessible(learnerPage);

    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}?tab=marking`, teacher);
    await page.getByText('0 of 2 settled').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Mark essays' }).click();
    const essay = page.getByRole('region', { name: 'Essay' });
    await essay.waitFor();
    await page.getByText('Names the fasting month and the hour of the broadcast.').waitFor();
    await expectAccessible(page);
    for (let marked = 0; marked < 2; marked += 1) {
      const text = (await essay.textContent()) ?? '';
      expect(text).not.toContain(first.name);
      expect(text).not.toContain(second.name);
      const isGood = text.includes('fasting month');
      await giveMark(page, isGood ? '6.5' : '0', isGood ? 'Say when the broadcast was.' : '');
      if (marked === 0) await essay.getByText(isGood ? 'I do not know.' : 'fasting month').waitFor();
    }
    await page.getByText('Nothing left for you to mark').waitFor();

    await learnerPage.getByText('8.5 of 10 points').first().waitFor();
    await learnerPage.getByText('Passed', { exact: true }).waitFor();
    await learnerPage.getByText('Say when the broadcast was.').waitFor();
    await expectAccessible(learnerPage);
  });

  story('of two markers who are too far apart a third decides', async ({ openPage }) => {
    const learner = await makeAccount(admin, 'Twice Marked');
    await enrolAll(teaching, course, [learner]);
    const marking = {
      isAnonymous: true,
      markersPerEssay: 2,
      toleratedDifferencePercent: 10,
      onDisagreement: 'THIRD_MARKER' as const,
    };
    const exam = await makeExam(teaching, course, 'Seen by two', [learner], questions, { marking });
    const attemptId = await sit(learner, exam, 'The hour was chosen for the broadcast.');
    const markers = await makeAccounts(admin, 'Marking Admin', 2, ['ADMIN']);
    const marks = [
      [teacher, '2'],
      [markers[0], '7'],
      [markers[1], '5'],
    ] as const;
    for (const [marker, points] of marks) {
      if (!marker) throw new Error('two markers were to be made');
      const page = await openPage();
      await openSignedIn(page, `/teach/exams/${exam.id}/marking`, marker);
      await page.getByText('The hour was chosen for the broadcast.').waitFor();
      if (marker === markers[1]) await page.getByText('The two marks are too far apart. Yours decides.').waitFor();
      await giveMark(page, points, '');
      await page.getByText('Nothing left for you to mark').waitFor();
    }
    const page = await openPage();
    await openSignedIn(page, `/attempts/${attemptId}/result`, learner);
    await page.getByText('7 of 10 points').first().waitFor();
  });
});
