import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import type { Intervene } from './_exam-stub.ts';
import { ended, inHours, prepareSchedulerTest, type SchedulerTest, spawnScheduler } from './_scheduler.ts';

let test: SchedulerTest;
let child: ChildProcess;
let isOver = false;
beforeEach(async () => {
  test = await prepareSchedulerTest();
  isOver = false;
});
afterEach(async () => {
  isOver = true;
  child.kill('SIGKILL');
  await ended(child);
  await test[Symbol.asyncDispose]();
});

const learners = Array.from({ length: 20 }, (_, n) => `learner-${n}`);

function addExam() {
  test.exam.exams.push({ examId: 'e1', title: 'Algebra', opensAt: inHours(20), registered: learners });
}

/** Starts the real process, and again whenever it was killed, as its supervisor would. */
function keepStarted(env: Readonly<Record<string, string>>): { readonly kills: () => number } {
  let kills = 0;
  const start = () => {
    child = spawnScheduler(env);
    child.once('exit', (_, signal) => {
      if (signal !== 'SIGKILL' || isOver) return;
      kills += 1;
      start();
    });
  };
  start();
  return { kills: () => kills };
}

const countByAddress = () => {
  const counts = Object.fromEntries(learners.map((id) => [`${id}@example.com`, 0]));
  for (const { to } of test.mail.mails) for (const address of to) counts[address] = (counts[address] ?? 0) + 1;
  return counts;
};

it('a scheduler that is asked to stop ends within seconds', async () => {
  let looked = 0;
  test.exam.intervene = (operation) => {
    if (operation === 'expireAttempts') looked += 1;
    return undefined;
  };
  const { SCHEDULER_LOCK_SECONDS: _, ...env } = test.env;
  child = spawnScheduler(env);
  await waitFor('its jobs to run', () => looked >= 3, 20_000);
  const askedAt = performance.now();
  child.kill('SIGTERM');
  await ended(child);
  expect(child.exitCode).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(6_000);
});

describe('a scheduler killed with SIGKILL while it sends twenty reminders', () => {
  it('has sent each exactly once after it was restarted', async () => {
    addExam();
    // Between them these are all moments but one: see the next test.
    const moments: { readonly at: string; readonly nth: number; readonly outcome: 'drop' | undefined }[] = [
      { at: 'claimReminders', nth: 1, outcome: undefined },
      { at: 'beginReminder', nth: 4, outcome: 'drop' },
      { at: 'finishReminder', nth: 8, outcome: 'drop' },
      { at: 'beginReminder', nth: 18, outcome: 'drop' },
    ];
    const seen: Record<string, number> = {};
    const intervene: Intervene = (operation) => {
      seen[operation] = (seen[operation] ?? 0) + 1;
      const moment = moments.find(({ at, nth }) => at === operation && nth === seen[operation]);
      if (moment) child.kill('SIGKILL');
      return moment?.outcome;
    };
    test.exam.intervene = intervene;
    const { kills } = keepStarted({ ...test.env, SCHEDULER_MAIL_CONNECTIONS: '1' });
    await test.mail.waitForMail(20, 100_000);
    await waitFor('nothing to be left', () => test.exam.ledger.every(({ state }) => state !== 'WAITING'));
    expect(kills()).toBe(moments.length);
    expect(countByAddress()).toEqual(Object.fromEntries(learners.map((id) => [`${id}@example.com`, 1])));
  }, 120_000);

  it('never sends one twice, even killed at the one moment that nobody can tell apart', async () => {
    addExam();
    let begun = 0;
    test.exam.intervene = (operation, { id }) => {
      if (operation !== 'beginReminder') return undefined;
      begun += 1;
      if (begun !== 5) return undefined;
      // Exam has committed, and the process is gone before it knows.
      const row = test.exam.ledger.find((known) => known.id === id);
      if (row) row.state = 'BEGUN';
      child.kill('SIGKILL');
      return 'drop';
    };
    keepStarted({ ...test.env, SCHEDULER_MAIL_CONNECTIONS: '1' });
    await test.mail.waitForMail(19, 60_000);
    await waitFor('nothing to be left', () => test.exam.ledger.every(({ state }) => state !== 'WAITING'));
    const counts = Object.values(countByAddress());
    expect(counts.filter((count) => count === 1)).toHaveLength(19);
    expect(counts.filter((count) => count === 0)).toHaveLength(1);
  }, 90_000);

  it('never sends one twice over several connections, killed at any moment', async () => {
    addExam();
    const { kills } = keepStarted({ ...test.env, SCHEDULER_MAIL_CONNECTIONS: '4' });
    for (const count of [4, 12]) {
      await test.mail.waitForMail(count, 60_000);
      child.kill('SIGKILL');
    }
    await waitFor('nothing to be left', () => test.exam.ledger.every(({ state }) => state !== 'WAITING'), 60_000);
    await waitFor(
      'the last mails',
      () => test.exam.ledger.filter(({ state }) => state === 'BEGUN').length <= 4 * kills(),
    );
    const counts = countByAddress();
    expect(Math.max(...Object.values(counts))).toBe(1);
    // Whoever got none was begun and not finished when a kill came.
    const missed = learners.filter((id) => counts[`${id}@example.com`] === 0);
    const unfinished = test.exam.ledger.filter(({ state }) => state === 'BEGUN').map(({ learnerId }) => learnerId);
    expect(unfinished).toEqual(expect.arrayContaining(missed));
  }, 120_000);
});
