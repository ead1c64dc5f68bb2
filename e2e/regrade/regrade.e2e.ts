import { beforeAll, describe, expect } from '@jest/globals';
import { AttemptReviewDocument, type Lectern, type QuestionInput } from '@lectern/sdk';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { enrolAll, makeCourse } from '../_school/course.ts';
import { type Exam, makeExam } from '../_school/exam.ts';
import { answerAndHandIn, choose, startAttempt } from '../_school/sit.ts';

/** The first key is wrong: it is Lima. */
const questions: readonly QuestionInput[] = [
  {
    kind: 'SINGLE_CHOICE',
    prompt: 'What is the capital of Peru?',
    choices: [
      { text: 'Cusco', isRight: true },
      { text: 'Lima', isRight: false },
    ],
  },
  { kind: 'TRUE_FALSE', prompt: 'Nobody can know this.', isTrue: true },
];

let teacher: Account;
let learners: readonly { readonly account: Account; readonly client: Lectern; readonly attemptId: string }[];
let exam: Exam;
beforeAll(async () => {
  const admin = await signedIn(adminAccount);
  teacher = await makeAccount(admin, 'Wayan Instructor', ['INSTRUCTOR']);
  const teaching = await signedIn(teacher);
  const course = await makeCourse(teaching, 'Of capitals');
  const accounts = await makeAccounts(admin, 'Regraded Learner', 3);
  await enrolAll(teaching, course, accounts);
  exam = await makeExam(teaching, course, 'Where is it?', accounts, questions, { passMarkPercent: 60 });
  learners = await Promise.all(
    accounts.map(async (account, index) => {
      const client = await signedIn(account);
      const attemptId = await startAttempt(client, exam.id);
      await answerAndHandIn(client, attemptId, (question) =>
        question.__typename === 'TrueFalseQuestion'
          ? { isTrue: false }
          : choose(question, index === 0 ? 'Cusco' : 'Lima'),
      );
      return { account, client, attemptId };
    }),
  );
});

async function scoreOf({ client, attemptId }: (typeof learners)[number]): Promise<number | undefined> {
  const { attempt } = await client.query(AttemptReviewDocument, { attemptId });
  return attempt?.result?.scorePercent;
}

describe('regrade', () => {
  story(
    'a key is put right and a question voided; results change at once, for those who should',
    async ({ openPage }) => {
      const [cusco, lima] = learners;
      if (!cusco || !lima) throw new Error('three learners were to sit');
      expect(await Promise.all(learners.map(scoreOf))).toEqual([50, 0, 0]);
      const learnerPage = await openPage();
      await openSignedIn(learnerPage, `/attempts/${lima.attemptId}/result`, lima.account);
      await learnerPage.getByText('0 of 2 points').first().waitFor();

      const page = await openPage();
      await openSignedIn(page, `/teach/exams/${exam.id}?tab=keys`, teacher);
      await page.getByRole('button', { name: 'Put right: question 1' }).click();
      await page.getByRole('checkbox', { name: 'Lima' }).check();
      await page.getByRole('button', { name: 'Put right: question 2' }).click();
      await page.getByRole('switch', { name: 'This question shall not count' }).last().check();
      await page.getByText('2 keys are to be changed').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'See who changes' }).click();
      const dialog = page.getByRole('dialog', { name: 'What would change' });
      await dialog.getByText('3 results hold one of these questions.').waitFor();
      await dialog.getByRole('group', { name: 'Pass now: 3' }).waitFor();
      await expectAccessible(page);
      expect(await Promise.all(learners.map(scoreOf))).toEqual([50, 0, 0]);

      await dialog.getByRole('button', { name: 'Apply and grade anew' }).click();
      await dialog.getByText('Please fill this in').waitFor();
      await dialog.getByLabel('Why').fill('Lima is the capital, and nobody can know the other.');
      await dialog.getByRole('button', { name: 'Apply and grade anew' }).click();
      await page.getByText('3 results have changed').waitFor();
      await page.getByText('Regrade 1: Lima is the capital, and nobody can know the other.').first().waitFor();

      await learnerPage.getByText('1 of 1 points').first().waitFor();
      await learnerPage.getByText('Passed', { exact: true }).waitFor();
      expect(await Promise.all(learners.map(scoreOf))).toEqual([100, 100, 100]);
    },
  );
});
