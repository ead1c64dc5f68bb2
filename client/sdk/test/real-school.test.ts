import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttemptPageDocument,
  AttemptResultDocument,
  type AttemptResultSubscription,
  createAnswerOutbox,
  createExamClock,
  type Lectern,
  type LiveState,
  memory,
  memorySessionStorage,
  StartAttemptDocument,
  SubmitAttemptDocument,
  type TypedDocument,
  ViewerDocument,
} from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { holdExam, openRealSchool, type RealSchool, rightAnswer } from './_real-school.ts';

let school: RealSchool;
let examId = '';
let ada = '';
let ben = '';

beforeAll(async () => {
  school = await openRealSchool();
  const held = await holdExam(school);
  examId = held.examId;
  [ada = '', ben = ''] = held.learners;
}, 120_000);

afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

/** A `fetch` whose line can be cut, before the request arrives or before its answer is back. */
function line() {
  const state = {
    is: 'GOOD' as 'GOOD' | 'CUT' | 'ANSWERS_LOST',
    async fetch(url: string, init: RequestInit) {
      if (state.is === 'CUT') throw new TypeError('cut');
      const response = await fetch(url, init);
      if (state.is === 'ANSWERS_LOST') throw new TypeError('lost');
      return response;
    },
  };
  return state;
}

async function startAttempt(learner: Lectern) {
  const { startAttempt: started } = await learner.mutate(StartAttemptDocument, { input: { examId } });
  const { attempt } = await learner.query(AttemptPageDocument, { attemptId: started.attempt.id });
  if (!attempt?.questions) throw new Error('the attempt has no paper');
  return { id: attempt.id, questions: attempt.questions, remainingSeconds: attempt.remainingSeconds };
}

const retry = { baseMs: 10, maxMs: 50 };

describe('a session at the real gateway', () => {
  it('signs in, is known, survives a restart of the app, and ends with signing out', async () => {
    const storage = memorySessionStorage();
    await expect(school.lectern().signIn(ada, 'a wrong password')).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    const first = await school.signedIn(ada, { storage });
    expect(await first.query(ViewerDocument)).toMatchObject({ viewer: { email: ada } });
    const second = school.lectern({ storage });
    expect(await second.query(ViewerDocument)).toMatchObject({ viewer: { email: ada } });
    await second.signOut();
    expect(await second.query(ViewerDocument)).toEqual({ viewer: null });
    expect(await storage.get('lectern.session')).toBeNull();
  });

  it('takes no document of an app’s own where only trusted ones run', async () => {
    const own: TypedDocument<unknown, Record<string, never>> = {
      kind: 'query',
      name: 'Own',
      text: 'query Own { viewer { id } }',
    };
    await expect(school.lectern().query(own)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_TRUSTED' });
  });
});

describe('an exam sat through the outbox', () => {
  it('is passed with every answer, although the line was cut and receipts were lost; the result comes live', async () => {
    const wire = line();
    await using learner = await school.signedIn(ada, { fetch: wire.fetch });
    const attempt = await startAttempt(learner);
    const clock = createExamClock(attempt.remainingSeconds);
    const storage = memory();
    const options = { lectern: learner, attemptId: attempt.id, storage, clock, retry };
    const events: AttemptResultSubscription[] = [];
    const states: LiveState[] = [];
    learner.subscribe(
      AttemptResultDocument,
      { attemptId: attempt.id },
      {
        onEvent: (event) => events.push(event),
        onState: (state) => states.push(state),
      },
    );
    await waitFor('the present state', () => events.length === 1);

    const [first, second, ...others] = attempt.questions;
    if (!first || !second) throw new Error('the paper is too short');
    wire.is = 'CUT';
    {
      using crashed = createAnswerOutbox(options);
      await crashed.put(first.id, rightAnswer(first));
      await waitFor('the word of it', () => crashed.snapshot().counts.onDevice === 1);
    }
    using outbox = createAnswerOutbox(options);
    wire.is = 'ANSWERS_LOST';
    await outbox.put(second.id, { isTrue: false });
    await outbox.put(second.id, rightAnswer(second));
    for (const question of others) await outbox.put(question.id, rightAnswer(question));
    expect((await outbox.flush({ timeoutMs: 300 })).isComplete).toBe(false);
    expect(outbox.snapshot().counts.saved).toBe(0);
    wire.is = 'GOOD';
    expect(await outbox.flush()).toEqual({ isComplete: true, unsaved: [] });

    const { submitAttempt } = await learner.mutate(SubmitAttemptDocument, { input: { attemptId: attempt.id } });
    expect(submitAttempt.attempt.result).toMatchObject({ scorePercent: 100, isPassed: true });
    await waitFor('the result', () => events.at(-1)?.attemptResult?.result?.isPassed === true);
    expect(states).toEqual(['LIVE']);
    expect(clock.remainingSeconds()).toBeGreaterThan(1_700);
    expect(await storage.list(attempt.id)).toEqual([]);
  });

  it('shows the verdicts of the exam: too late, not mine, does not fit', async () => {
    await using learner = await school.signedIn(ben);
    const attempt = await startAttempt(learner);
    const [question] = attempt.questions.filter(({ __typename }) => __typename === 'NumericQuestion');
    if (!question) throw new Error('the paper has no numeric question');
    const open = (lectern: Lectern) => createAnswerOutbox({ lectern, attemptId: attempt.id, storage: memory(), retry });
    using own = open(learner);
    await own.put(question.id, { text: 'sixty' });
    expect((await own.flush()).unsaved).toMatchObject([{ code: 'ANSWER_DOES_NOT_FIT' }]);

    await using stranger = await school.signedIn(ada);
    using foreign = open(stranger);
    await foreign.put(question.id, { number: 1 });
    expect((await foreign.flush()).unsaved).toMatchObject([{ code: 'ATTEMPT_NOT_FOUND' }]);

    await learner.mutate(SubmitAttemptDocument, { input: { attemptId: attempt.id } });
    await own.put(question.id, { number: 60 });
    expect((await own.flush()).unsaved).toMatchObject([{ status: 'refused', code: 'ATTEMPT_ENDED' }]);
  });

  it('keeps the newer of two devices’ answers, and says so on the older one', async () => {
    await using phone = await school.signedIn(ben);
    await using laptop = await school.signedIn(ben);
    const attempt = await startAttempt(phone);
    const [question] = attempt.questions.filter(({ __typename }) => __typename === 'ShortTextQuestion');
    if (!question) throw new Error('the paper has no text question');
    const open = (lectern: Lectern) => createAnswerOutbox({ lectern, attemptId: attempt.id, storage: memory(), retry });
    using onPhone = open(phone);
    using onLaptop = open(laptop);
    for (const text of ['Marlowe', 'Bacon', 'Shakespeare']) {
      await onPhone.put(question.id, { text });
      await onPhone.flush();
    }
    await onLaptop.put(question.id, { text: 'late, with a lower number' });
    await onLaptop.flush();
    expect(onLaptop.snapshot().answers.get(question.id)).toMatchObject({ status: 'saved', isSuperseded: true });
    const { attempt: seen } = await laptop.query(AttemptPageDocument, { attemptId: attempt.id });
    expect(seen?.answers).toMatchObject([{ questionId: question.id, text: 'Shakespeare', sequence: 3 }]);
  });
});
