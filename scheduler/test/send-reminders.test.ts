import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { streamKey } from '@lectern/event-stream';
import { waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { inHours, prepareSchedulerTest, type SchedulerTest } from './_scheduler.ts';

let test: SchedulerTest;
beforeEach(async () => {
  test = await prepareSchedulerTest();
});
afterEach(async () => {
  await test[Symbol.asyncDispose]();
});

function addExam(registered: string[], hours = 20) {
  const exam = { examId: 'e1', title: 'Algebra', opensAt: inHours(hours), registered };
  test.exam.exams.push(exam);
  return exam;
}

const addresses = () => test.mail.mails.flatMap(({ to }) => to).sort();

describe('reminders', () => {
  it('reach every registered learner once, in their language, with a calendar entry and a link', async () => {
    addExam(['ann', 'id-budi']);
    await test.start();
    await test.mail.waitForMail(2);
    await waitFor('the ledger', () => test.exam.ledger.every(({ state }) => state === 'SENT'));
    expect(addresses()).toEqual(['ann@example.com', 'id-budi@example.com']);
    const english = test.mail.mails.find(({ to }) => to[0] === 'ann@example.com');
    expect(english?.from).toBe('no-reply@lectern.example');
    expect(english?.message.subject).toMatch(/^Reminder: Algebra opens /);
    expect(english?.message.messageId).toMatch(/^<reminder\.r\d@lectern\.example>$/);
    expect(english?.message.text).toContain('https://lectern.example/exams/e1');
    expect(english?.message.html).toContain('href="https://lectern.example/exams/e1"');
    expect(english?.source).toContain('BEGIN:VCALENDAR');
    expect(english?.message.attachments.map(({ filename }) => filename)).toContain('exam.ics');
    const indonesian = test.mail.mails.find(({ to }) => to[0] === 'id-budi@example.com');
    expect(indonesian?.message.subject).toMatch(/^Pengingat: Algebra dibuka /);
  });

  it('reach those who register late, and nobody twice', async () => {
    const exam = addExam(['ann']);
    await test.start();
    await test.mail.waitForMail(1);
    exam.registered.push('late');
    await test.mail.waitForMail(2);
    exam.registered.push('later');
    await test.mail.waitForMail(3);
    expect(addresses()).toEqual(['ann@example.com', 'late@example.com', 'later@example.com']);
  });

  it('wait until a day before the exam, and go out when it is moved near', async () => {
    const exam = addExam(['ann'], 48);
    let reconciled = 0;
    test.exam.intervene = (operation) => {
      if (operation === 'upcomingExams') reconciled += 1;
      return undefined;
    };
    await test.start();
    await waitFor('two looks at the exams', () => reconciled >= 2);
    expect(test.mail.mails).toEqual([]);
    exam.opensAt = inHours(20);
    await test.mail.waitForMail(1);
  });

  it('go out again for the new opening when an exam that was reminded of is moved', async () => {
    const exam = addExam(['ann'], 5);
    await test.start();
    await test.mail.waitForMail(1);
    exam.opensAt = inHours(15);
    await test.mail.waitForMail(2);
    expect(new Set(test.mail.mails.map(({ message }) => message.messageId)).size).toBe(2);
  });

  it('are marked as failed for a learner without an address, and go to the others', async () => {
    addExam(['nomail-x', 'ann']);
    await test.start();
    await test.mail.waitForMail(1);
    await waitFor('the ledger', () => test.exam.ledger.every(({ state }) => ['SENT', 'FAILED'].includes(state)));
    expect(test.exam.ledger.map(({ learnerId, state, failure }) => ({ learnerId, state, failure }))).toEqual([
      { learnerId: 'nomail-x', state: 'FAILED', failure: 'the account has no e-mail address' },
      { learnerId: 'ann', state: 'SENT', failure: null },
    ]);
  });

  it('wait for a mail server that is away, and lose nobody', async () => {
    addExam(['ann', 'ben']);
    const released: string[] = [];
    test.exam.intervene = (operation, { id }) => {
      if (operation === 'releaseReminder') released.push(id ?? '');
      return undefined;
    };
    const away = await test.start({ SCHEDULER_SMTP_URL: 'smtp://127.0.0.1:1' });
    await waitFor('both to be given back', () => released.length >= 2);
    expect(test.exam.ledger.map(({ state }) => state)).toEqual(['WAITING', 'WAITING']);
    await away[Symbol.asyncDispose]();
    // As if the time they were to wait had passed.
    for (const row of test.exam.ledger) row.claimableAtMs = 0;
    await test.start();
    await test.mail.waitForMail(2);
    expect(addresses()).toEqual(['ann@example.com', 'ben@example.com']);
  });

  it('are sent once by two schedulers at work together', async () => {
    const learners = Array.from({ length: 60 }, (_, n) => `learner-${n}`);
    addExam(learners);
    await Promise.all([test.start(), test.start()]);
    await test.mail.waitForMail(60, 20_000);
    await waitFor('the ledger', () => test.exam.ledger.every(({ state }) => state === 'SENT'));
    expect(new Set(addresses()).size).toBe(60);
    expect(test.mail.mails).toHaveLength(60);
  });

  it('are not sent when exam gives one to somebody else at the last moment', async () => {
    addExam(['ann', 'ben']);
    test.exam.intervene = (operation, { id }) => {
      const row = test.exam.ledger.find((known) => known.id === id);
      if (operation === 'beginReminder' && row?.learnerId === 'ann') row.state = 'SENT';
      return undefined;
    };
    await test.start();
    await test.mail.waitForMail(1);
    await waitFor('the ledger', () => test.exam.ledger.every(({ state }) => state === 'SENT'));
    expect(addresses()).toEqual(['ben@example.com']);
  });
});

describe('events of exam', () => {
  const changed = (payload: object) => ({ type: 'exam.exam.changed.v1', payload });
  let redis: Redis;
  beforeEach(() => {
    redis = new Redis(test.env.SCHEDULER_REDIS_URL ?? '');
  });
  afterEach(() => {
    redis.disconnect();
  });

  async function publish({ type, payload }: { type: string; payload: object }) {
    const event = { id: crypto.randomUUID(), type, occurredAt: new Date().toISOString() };
    const key = streamKey(test.env.LECTERN_REDIS_PREFIX ?? '', 'exam.events');
    await redis.xadd(key, '*', ...Object.entries(event).flat(), 'payload', JSON.stringify(payload));
  }

  it('plan a published exam, move it, and call it off, without waiting for the next look at all exams', async () => {
    await test.start({ SCHEDULER_RECONCILE_SECONDS: '3600' });
    const exam = addExam(['ann'], 100);
    const facts = { examId: 'e1', courseId: 'c1', title: 'Algebra', status: 'PUBLISHED', closesAt: inHours(200) };
    await publish(changed({ ...facts, opensAt: exam.opensAt, timeLimitSeconds: 60, version: 1 }));
    await waitFor('the plan', async () => (await plannedAt()) === Date.parse(exam.opensAt) - 24 * 3_600_000);
    // Exam lists it no longer; a first look at all exams that comes late must not plan it anew.
    test.exam.exams.splice(0);
    await publish(changed({ ...facts, status: 'CLOSED', opensAt: exam.opensAt, timeLimitSeconds: 60, version: 2 }));
    await waitFor('the plan to go', async () => (await plannedAt()) === undefined);
    exam.opensAt = inHours(10);
    test.exam.exams.push(exam);
    await publish(changed({ ...facts, opensAt: exam.opensAt, timeLimitSeconds: 60, version: 3 }));
    await test.mail.waitForMail(1);
  });

  async function plannedAt(): Promise<number | undefined> {
    const client = new Client({ connectionString: test.env.SCHEDULER_STORE_URL });
    await client.connect();
    try {
      const sql = "select next_run_at from scheduler.agenda_jobs where data->>'subjectId' = 'e1'";
      const { rows } = await client.query<{ next_run_at: Date }>(sql);
      return rows[0]?.next_run_at.getTime();
    } finally {
      await client.end();
    }
  }
});

describe('overdue attempts', () => {
  it('are ended until none is left, one run at a time over all replicas', async () => {
    test.exam.expiring.push(500, 500, 20, 0, 3);
    await Promise.all([test.start(), test.start()]);
    await waitFor('all to be ended', () => test.exam.expiring.length === 0);
    expect(test.exam.overlapMax).toBe(1);
  });
});

it('is ready when its store, Redis and exam are, and says what is not', async () => {
  const { url } = await test.start();
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(200);
  const without = await test.start({ LECTERN_EXAM_URL: 'http://127.0.0.1:1' });
  const answer = await fetch(`${without.url}/readyz`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ failed: { exam: expect.any(String) } });
});
