import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
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
  it.each([
    ['over one connection', '1'],
    ['over four connections', '4'],
  ])(
    'has sent each exactly once after it was restarted, %s',
    async (_, connections) => {
      addExam();
      // The stub does what it is asked, then the process is gone before it hears of it; or it is gone before.
      const moments = [
        { at: 'claimReminders', nth: 1, exam: 'DOES_IT' },
        { at: 'beginReminder', nth: 4, exam: 'DOES_NOT' },
        { at: 'beginReminder', nth: 9, exam: 'DOES_IT' },
        { at: 'finishReminder', nth: 8, exam: 'DOES_NOT' },
      ] as const;
      const seen: Record<string, number> = {};
      test.exam.intervene = (operation) => {
        seen[operation] = (seen[operation] ?? 0) + 1;
        const moment = moments.find(({ at, nth }) => at === operation && nth === seen[operation]);
        if (moment) child.kill('SIGKILL');
        // Nobody can know of these claims: they run out, here at once.
        if (moment?.at === 'claimReminders') setImmediate(endClaims);
        return moment?.exam === 'DOES_NOT' ? 'drop' : undefined;
      };
      const { kills } = keepStarted({ ...test.env, SCHEDULER_MAIL_CONNECTIONS: connections });
      await waitFor('nothing to be left', () => areAllThrough(), 100_000);
      await test.mail.waitForMail(20);
      expect(kills()).toBeGreaterThanOrEqual(3);
      expect(countByAddress()).toEqual(Object.fromEntries(learners.map((id) => [`${id}@example.com`, 1])));
    },
    120_000,
  );

  it('never sends one twice, killed whenever a mail arrives', async () => {
    addExam();
    const { kills } = keepStarted({ ...test.env, SCHEDULER_MAIL_CONNECTIONS: '4' });
    for (const count of [4, 12]) {
      await test.mail.waitForMail(count, 60_000);
      child.kill('SIGKILL');
      await waitFor('the end of the process', () => kills() > 0 && child.exitCode === null);
    }
    await waitFor('nothing to be left', () => areAllThrough(), 60_000);
    const counts = countByAddress();
    expect(Math.max(...Object.values(counts))).toBe(1);
    // Whoever got none was going out in the very moment of a kill, and can be found.
    const missed = learners.filter((id) => counts[`${id}@example.com`] === 0);
    const unfinished = test.exam.ledger.filter(({ state }) => state === 'BEGUN').map(({ learnerId }) => learnerId);
    expect(unfinished).toEqual(expect.arrayContaining(missed));
    expect(missed.length).toBeLessThanOrEqual(kills());
  }, 120_000);
});

function endClaims(): void {
  for (const row of test.exam.ledger) row.claimableAtMs = 0;
}

/** Nothing waits any more, and what is begun is not about to be finished. */
function areAllThrough(): boolean {
  const begun = test.exam.ledger.filter(({ state }) => state === 'BEGUN').length;
  const isQuiet = begun === lastBegun.count && performance.now() - lastBegun.sinceMs > 1_000;
  if (begun !== lastBegun.count) lastBegun = { count: begun, sinceMs: performance.now() };
  return test.exam.ledger.length > 0 && test.exam.ledger.every(({ state }) => state !== 'WAITING') && isQuiet;
}

let lastBegun = { count: -1, sinceMs: 0 };
