import { expect, it } from '@jest/globals';
import { type AnswerStorage, createAnswerOutbox, type LecternOptions, memory } from '@lectern/sdk';
import fc from 'fast-check';
import { openExamRoom } from './_exam-room.ts';
import { openSchool } from './_school.ts';

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('ANSWER' as const), question: fc.nat(4), tab: fc.nat(1) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('LINE' as const),
        line: fc.constantFrom('GOOD', 'CUT', 'RECEIPTS_LOST'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('RELOAD' as const), tab: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('WAIT' as const) }) },
    // A proctor stops the clock or lets it go on; a device is told of it, or finds out by a refusal.
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('STOP' as const), isTold: fc.boolean(), tab: fc.nat(1) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('GO_ON' as const) }) },
  ),
  { maxLength: 40 },
);

/** Every now and then keeping an answer takes as long as the line needs to break and come back. */
function unsteady(storage: AnswerStorage): AnswerStorage {
  return {
    ...storage,
    async append(...given) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
      return storage.append(...given);
    },
  };
}

it('ends, whatever happens on the way, with the last answer to each question on the server', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (run) => {
      const room = openExamRoom();
      room.shuffles = true;
      await using school = await openSchool({ SaveAnswer: room.saveAnswer });
      const storage = unsteady(memory());
      const lecternOptions: Partial<LecternOptions> = { tokenSource: async () => null };
      const open = () =>
        createAnswerOutbox({
          lectern: school.lectern(lecternOptions),
          attemptId: 'a1',
          storage,
          retry: { baseMs: 1, maxMs: 4 },
        });
      const tabs = [open(), open()];
      const last = new Map<string, string>();
      let answering: { readonly tab: number; readonly kept: Promise<void> | undefined } = { tab: 0, kept: undefined };
      for (const [index, step] of run.entries()) {
        if (step.kind === 'LINE') room.line = step.line;
        if (step.kind === 'STOP') {
          room.refusal = 'ATTEMPT_PAUSED';
          if (step.isTold) tabs[step.tab]?.hold('PAUSED');
        }
        if (step.kind === 'GO_ON') {
          room.refusal = null;
          for (const tab of tabs) tab.hold(null);
        }
        if (step.kind === 'WAIT') await new Promise((resolve) => setTimeout(resolve, 3));
        if (step.kind === 'RELOAD') {
          await answering.kept;
          tabs[step.tab]?.[Symbol.dispose]();
          tabs[step.tab] = open();
        }
        if (step.kind === 'ANSWER') {
          // Within one tab nobody waits for an answer to be kept; between tabs the order is only then one.
          if (step.tab !== answering.tab) await answering.kept;
          answering = { tab: step.tab, kept: tabs[step.tab]?.put(`q${step.question}`, { text: `${index}` }) };
          last.set(`q${step.question}`, `${index}`);
        }
      }
      room.line = 'GOOD';
      room.refusal = null;
      for (const tab of tabs) tab.hold(null);
      for (const tab of tabs) expect(await tab.flush({ timeoutMs: 5_000 })).toEqual({ isComplete: true, unsaved: [] });
      for (const tab of tabs) tab[Symbol.dispose]();
      for (const [question, text] of last) expect(room.stored.get(question)?.answer).toEqual({ text });
      expect(room.conflicts).toEqual([]);
    }),
    // A failure is a wait that ended in vain: looking for a smaller one would take minutes.
    { numRuns: 60, endOnFailure: true },
  );
});
