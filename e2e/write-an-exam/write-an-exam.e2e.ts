import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect } from '@jest/globals';
import {
  AddBankQuestionDocument,
  ExamForEditingDocument,
  ExamPaperDocument,
  type Lectern,
  QuestionBankDocument,
} from '@lectern/sdk';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, signedIn } from '../_school/accounts.ts';
import { type Course, makeCourse } from '../_school/course.ts';
import { inMinutes, makeDraftExam } from '../_school/exam.ts';
import { addPicture, beginQuestion, enter, fillChoices, finishQuestion, pick } from './editor.ts';

let instructor: Account;
let teacher: Lectern;
beforeAll(async () => {
  instructor = await makeAccount(await signedIn(adminAccount), 'Wati Instructor', ['INSTRUCTOR']);
  teacher = await signedIn(instructor);
});

async function paperOf(examId: string) {
  return (await teacher.query(ExamPaperDocument, { examId })).examPaper;
}

async function fillBank(course: Course, tag: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await teacher.mutate(AddBankQuestionDocument, {
      input: {
        courseId: course.id,
        tags: [tag],
        question: { kind: 'TRUE_FALSE', prompt: `${tag} ${number} is so.`, isTrue: number % 2 === 0 },
      },
    });
  }
}

describe('write an exam', () => {
  story('choices, truths and numbers are written with their keys, formulas and pictures', async ({ openPage }) => {
    const exam = await makeDraftExam(teacher, await makeCourse(teacher, 'Kinds'), 'One half', []);
    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}`, instructor);
    await page.getByText('No questions yet').waitFor();
    await expectAccessible(page);

    const single = await beginQuestion(page, 'Single choice', 'How much is $x^2$ for $x = 3$? It costs $5.');
    await fillChoices(single, 'radio', ['$\\frac{18}{2}$', 'Six', 'Twelve'], [1]);
    const preview = single.getByRole('region', { name: 'As learners see it' });
    await preview.locator('.katex').nth(2).waitFor();
    await preview.getByText('It costs $5.').waitFor();
    await addPicture(page, single, 'Add a picture', 'A square with sides of length x');
    await addPicture(page, single, 'Add a picture: Choice 2', 'A cell');
    await preview.getByRole('img', { name: 'A square with sides of length x' }).waitFor();
    await expectAccessible(page);
    await finishQuestion(single);

    const multiple = await beginQuestion(page, 'Multiple choice', 'Which are prime?', '2');
    await fillChoices(multiple, 'checkbox', ['Two', 'Nine', 'Eleven'], [1, 3]);
    await multiple.getByRole('radio', { name: 'In part, wrong ones cost' }).check();
    await finishQuestion(multiple);

    const truth = await beginQuestion(page, 'True or false', 'The Nile flows north.');
    await truth.getByRole('button', { name: 'Add', exact: true }).click();
    await truth.getByText('Say whether the statement is true.').waitFor();
    await truth
      .getByRole('group', { name: 'The statement is' })
      .or(truth)
      .getByLabel('True', { exact: true })
      .first()
      .check();
    await finishQuestion(truth);

    const number = await beginQuestion(page, 'Number', 'How large is g?', '3');
    await number.getByLabel('Right number').fill('9.81');
    await number.getByText('In per cent', { exact: true }).click();
    await number.getByLabel('Tolerance (±)').fill('2');
    await number.getByLabel('Unit').fill('m/s²');
    await finishQuestion(number);

    await page.getByText('4 questions, 7 points').first().waitFor();
    await expectAccessible(page);
    const { questions, pointsMax, publishObstacles } = await paperOf(exam.id);
    expect({ pointsMax, publishObstacles }).toEqual({ pointsMax: 7, publishObstacles: [] });
    const [one, two, three, four] = questions;
    expect(one).toMatchObject({ kind: 'SINGLE_CHOICE', illustration: { alt: 'A square with sides of length x' } });
    expect(one?.choices.map(({ isRight, illustration }) => [isRight, illustration?.alt ?? null])).toEqual([
      [true, null],
      [false, 'A cell'],
      [false, null],
    ]);
    expect(two).toMatchObject({ kind: 'MULTIPLE_CHOICE', scoring: 'PARTIAL_NEGATIVE', pointsMax: 2 });
    expect(three).toMatchObject({ kind: 'TRUE_FALSE', isTrue: true });
    expect(four).toMatchObject({ number: 9.81, tolerance: 0.02, toleranceKind: 'RELATIVE', unit: 'm/s²' });
  });

  story('texts, pairs, orders and essays are written with what is expected', async ({ openPage }) => {
    const exam = await makeDraftExam(teacher, await makeCourse(teacher, 'More kinds'), 'The other half', []);
    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}`, instructor);

    const short = await beginQuestion(page, 'Short text', 'What is the colour of grass?');
    await enter(short, 'Accepted answers', ['green']);
    await short.getByRole('checkbox', { name: 'Upper and lower case are the same' }).uncheck();
    await short.getByLabel('Pattern').fill('gr[ae]y-?green');
    await finishQuestion(short);

    const matching = await beginQuestion(page, 'Matching', 'Which language is spoken there?', '3');
    const pairs = [
      ['Peru', 'Spanish'],
      ['Cuba', 'Spanish'],
      ['Brazil', 'Portuguese'],
    ] as const;
    for (const [index, [left, right]] of pairs.entries()) {
      await matching.getByLabel(`Left side ${index + 1}`).fill(left);
      await matching.getByLabel(`Right side ${index + 1}`, { exact: true }).fill(right);
    }
    await matching.getByRole('button', { name: 'Add right side' }).click();
    await matching.getByLabel('Extra right side 1', { exact: true }).fill('Dutch');
    await matching.getByRole('radio', { name: 'In part', exact: true }).check();
    await expectAccessible(page);
    await finishQuestion(matching);

    const ordering = await beginQuestion(page, 'Ordering', 'From small to large');
    for (const [index, text] of ['Town', 'Village', 'City'].entries()) {
      await ordering.getByLabel(`Place ${index + 1}`, { exact: true }).fill(text);
    }
    await ordering.getByRole('button', { name: 'Move up: Place 2' }).click();
    await finishQuestion(ordering);

    const essay = await beginQuestion(page, 'Essay', 'Why do rivers meander?\n\n```text\n~~~~\n```', '10');
    await essay.getByLabel('Words at most').fill('300');
    await essay.getByLabel('What is expected').fill('Erosion outside, deposition inside.');
    await finishQuestion(essay);

    await page.getByText('4 questions, 15 points').first().waitFor();
    await expectAccessible(page);
    const { questions } = await paperOf(exam.id);
    const [worded, six, seven, eight] = questions;
    expect(worded).toMatchObject({ acceptedTexts: ['green'], foldsCase: false, pattern: 'gr[ae]y-?green' });
    expect(six?.targets.map(({ text }) => text)).toEqual(['Spanish', 'Portuguese', 'Dutch']);
    expect(six?.premises.map(({ targetId }) => targetId)).toEqual(
      [0, 0, 1].map((target) => six?.targets[target]?.id ?? ''),
    );
    expect(seven?.items.map(({ text }) => text)).toEqual(['Village', 'Town', 'City']);
    expect(eight).toMatchObject({ wordsMax: 300, guidance: 'Erosion outside, deposition inside.' });
  });

  story(
    'sections, the bank and random draws make a paper; what is missing is named; publishing shuts',
    async ({ openPage }) => {
      const course = await makeCourse(teacher, 'Rivers and seas');
      await fillBank(course, 'rivers', 3);
      await fillBank(course, 'seas', 4);
      const page = await openPage();
      await openSignedIn(page, `/teach/courses/${course.id}/exams/new`, instructor);
      await page.getByLabel('Title').fill('Waters of the world');
      await page.getByLabel('Time limit').fill('45');
      await page.getByRole('button', { name: 'Make the exam' }).click();
      await page.getByText('Set when the exam opens and closes.').waitFor();
      await expectAccessible(page);
      const examId = /exams\/([\w-]+)/.exec(page.url())?.[1] ?? '';

      await page.getByRole('button', { name: 'Add section' }).click();
      await page.getByLabel('Title of the section').fill('Rivers');
      await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('button', { name: 'From the bank: Rivers' }).click();
      const bank = page.getByRole('dialog', { name: 'From the bank into “Rivers”' });
      await pick(bank, page, 'Tags', /^rivers/);
      await page.keyboard.press('Escape');
      await bank.getByText('3 questions', { exact: true }).waitFor();
      await expectAccessible(page);
      await bank.getByRole('checkbox', { name: 'Choose all shown' }).check();
      await bank.getByRole('button', { name: 'Add 3 questions' }).click();
      await bank.waitFor({ state: 'hidden' });

      await page.getByRole('button', { name: 'Random draw: Rivers' }).click();
      const draw = page.getByRole('dialog', { name: 'Random draw' });
      await pick(draw, page, 'Tags', /^seas/);
      await page.keyboard.press('Escape');
      await draw.getByText('Only 4 questions of the bank bear these tags').waitFor();
      await draw.getByLabel('Points each').fill('2');
      await draw.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('Only 4 questions match: too few.').waitFor();
      await expectAccessible(page);
      expect(await page.getByRole('button', { name: 'Publish the exam' }).isDisabled()).toBe(true);
      await page
        .getByRole('region', { name: 'Before publishing' })
        .getByRole('button', { name: /^Random draw/ })
        .click();
      await page.getByRole('button', { name: 'Edit: Random draw: seas' }).click();
      const edited = page.getByRole('dialog', { name: 'Edit the random draw' });
      await edited.getByLabel('Questions to draw').fill('2');
      await edited.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Each learner gets 5 questions, 7 points.').waitFor();

      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByLabel('Opens').fill(inMinutes(-5).slice(0, 16));
      await page.getByLabel('Closes').fill(inMinutes(120).slice(0, 16));
      await page.getByRole('radio', { name: 'One way' }).check();
      await page.getByLabel('Access code').fill('DELTA7');
      await enter(page.locator('main'), 'Allowed networks', ['127.0.0.0/8', '::1/128']);
      await page.getByRole('radio', { name: 'Right answers: After closing' }).check();
      await page.getByRole('radio', { name: 'How the class did: At hand-in' }).check();
      await expectAccessible(page);
      const saved = page.getByText('Saved', { exact: true }).first();
      // The draw's own notice may still be there; it would be taken for that of the settings.
      await saved.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await saved.waitFor();
      const { exam } = await teacher.query(ExamForEditingDocument, { id: examId });
      expect(exam).toMatchObject({
        timeLimitSeconds: 2_700,
        navigation: 'ONE_WAY',
        accessCode: 'DELTA7',
        allowedNetworks: ['127.0.0.0/8', '::1/128'],
        resultPolicy: { marks: 'AT_HAND_IN', rightAnswers: 'AFTER_CLOSE', classStatistics: 'AT_HAND_IN' },
      });

      await page.getByRole('tab', { name: 'Questions' }).click();
      await page.getByRole('link', { name: 'Preview' }).click();
      await page.getByText('Learner 1 · 5 questions, 7 points').waitFor();
      await page.getByRole('radio', { name: 'True', exact: true }).check();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Another learner' }).click();
      await page.getByText('Learner 2 · 5 questions, 7 points').waitFor();

      await page.goBack();
      await page.getByRole('button', { name: 'Publish the exam' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Publish the exam' }).click();
      await page.getByText('its questions cannot be changed').waitFor();
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByText('Fixed since publishing').first().waitFor();
      expect(await page.getByLabel('Time limit').isDisabled()).toBe(true);
      expect(await page.getByLabel('Opens').isDisabled()).toBe(true);
      expect(await page.getByLabel('Closes').isEnabled()).toBe(true);
      await expectAccessible(page);
      await page.getByRole('tab', { name: 'Log' }).click();
      const log = page.getByRole('table', { name: 'Log' });
      await log.getByText('Exam published').waitFor();
      await log.getByText('Settings changed').waitFor();
      await expectAccessible(page);
    },
  );

  story('a file whose columns have other names goes into the bank, and out again as GIFT', async ({ openPage }) => {
    const course = await makeCourse(teacher, 'From elsewhere');
    const page = await openPage();
    await openSignedIn(page, `/teach/courses/${course.id}/bank`, instructor);
    await page.getByText('The bank is empty').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Import' }).click();
    const rows = ['Soal,choice_a,choice_b,Kunci', 'Ibu kota Peru?,Lima,Quito,A', 'Ibu kota Chili?,Lima,Santiago,B'];
    const file = { name: 'soal.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('2 rows need attention').waitFor();
    await pick(page, page, 'Read Soal as', 'Question');
    await pick(page, page, 'Read Kunci as', 'Right answer');
    await enter(page.locator('main'), 'Tags for all of them', ['capitals']);
    await page.getByRole('button', { name: 'Add 2 questions' }).click();
    await page.getByText('2 questions were added').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'To the question bank' }).click();
    await page.getByText('Ibu kota Chili?').waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'GIFT (Moodle)' }).click();
    const gift = readFileSync(await (await download).path(), 'utf8');
    expect(gift).toContain('Ibu kota Peru?');

    await page.getByRole('button', { name: 'Edit: Ibu kota Peru?' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit question' });
    await dialog.getByLabel('Question', { exact: true }).fill('Apa ibu kota Peru?');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Version 2').waitFor();
    await page.getByLabel('Words').fill('Chili');
    await page.getByText('1 question', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'More: Ibu kota Chili?' }).click();
    await page.getByRole('menuitem', { name: 'Put away' }).click();
    await page.getByText('0 questions', { exact: true }).waitFor();
    const { questionBank } = await teacher.query(QuestionBankDocument, { courseId: course.id });
    expect(questionBank.edges.map(({ node }) => [node.question.prompt, node.version, node.tags])).toEqual([
      ['Apa ibu kota Peru?', 2, ['capitals']],
    ]);
  });
});
