import { describe, expect, it } from '@jest/globals';
import { AttemptPageDocument, ExamPaperDocument, type Lectern, StartAttemptDocument } from '@lectern/sdk';
import { keysIn } from '../_browser/key-watch.ts';
import { adminAccount, makeAccount, signedIn } from '../_school/accounts.ts';
import { enrolAll, makeCourse } from '../_school/course.ts';
import { makeExam } from '../_school/exam.ts';

/** Every page of every scenario is watched for keys (`_browser/key-watch.ts`); here the watch itself is tried. */
describe('answer keys', () => {
  it('are found where they are, and not where there are none', async () => {
    const admin: Lectern = await signedIn(adminAccount);
    const teacher = await signedIn(await makeAccount(admin, 'Keys Instructor', ['INSTRUCTOR']));
    const account = await makeAccount(admin, 'Keys Learner');
    const learner = await signedIn(account);
    const course = await makeCourse(teacher, 'Of keys');
    await enrolAll(teacher, course, [account]);
    const exam = await makeExam(teacher, course, 'Under the doormat', [account]);

    const paper = await teacher.query(ExamPaperDocument, { examId: exam.id });
    expect(keysIn(paper).length).toBeGreaterThan(5);
    await expect(learner.query(ExamPaperDocument, { examId: exam.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });

    const { startAttempt } = await learner.mutate(StartAttemptDocument, { input: { examId: exam.id } });
    const page = await learner.query(AttemptPageDocument, { attemptId: startAttempt.attempt.id });
    expect(page.attempt?.questions).toHaveLength(5);
    expect(keysIn(page)).toEqual([]);
  });

  it.each([
    ['the key of a choice', { choices: [{ text: 'A', isRight: true }] }, 1],
    ['the partner of a left side', { premises: [{ id: 'p', targetId: 't' }] }, 1],
    ['what the learner matched', { matches: [{ premiseId: 'p', targetId: 't' }] }, 0],
    ['a right answer while the attempt runs', { status: 'IN_PROGRESS', result: { rightAnswer: { number: 1 } } }, 1],
    ['a right answer that the policy shows', { status: 'GRADED', result: { rightAnswer: { number: 1 } } }, 0],
    ['no feedback while the attempt runs', { status: 'IN_PROGRESS', result: { feedback: null } }, 0],
    ['accepted texts', { data: { question: { acceptedTexts: ['Lima'] } } }, 1],
  ])('%s', (_name, response, count) => {
    expect(keysIn(response)).toHaveLength(count);
  });
});
