import { expect, it } from '@jest/globals';
import { createAnswerOutbox, type LecternOptions, memory } from '@lectern/sdk';
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
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('PAUSE' as const) }) },
  ),
  { maxLength: 40 },
);

it('ends, whatever happens on the way, with the last answer to each question on the server', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (run) => {
      const room = openExamRoom();
      room.shuffles = true;
      await using school = await openSchool({ SaveAnswer: room.saveAnswer });
      const storage = memory();
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
      for (const [index, step] of run.entries()) {
        if (step.kind === 'LINE') room.line = step.line;
        if (step.kind === 'PAUSE') await new Promise((resolve) => setTimeout(resolve, 3));
        if (step.kind === 'RELOAD') {
          tabs[step.tab]?.[Symbol.dispose]();
          tabs[step.tab] = open();
        }
        if (step.kind === 'ANSWER') {
          await tabs[step.tab]?.put(`q${step.question}`, { text: `${index}` });
          last.set(`q${step.question}`, `${index}`);
        }
      }
      room.line = 'GOOD';
      for (const tab of tabs) expect(await tab.flush()).toEqual({ isComplete: true, unsaved: [] });
      for (const tab of tabs) tab[Symbol.dispose]();
      for (const [question, text] of last) expect(room.stored.get(question)?.answer).toEqual({ text });
      expect(room.conflicts).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
