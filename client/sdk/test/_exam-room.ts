import { CutOff, type Operation, SchoolError } from './_school.ts';

type Stored = { readonly sequence: number; readonly answer: unknown };

/** The exam's side of saveAnswer: of two answers to a question the one with the higher sequence stays. */
export type ExamRoom = {
  readonly saveAnswer: Operation;
  readonly stored: ReadonlyMap<string, Stored>;
  readonly received: { readonly questionId: string; readonly sequence: number }[];
  /** CUT: nothing arrives. RECEIPTS_LOST: all arrives, nothing comes back. */
  line: 'GOOD' | 'CUT' | 'RECEIPTS_LOST';
  /** The code every answer is refused with. */
  refusal: string | null;
  /** What a refusal says beside its code. */
  refusalFacts: Readonly<Record<string, unknown>>;
  /** Which questions it is about; all unless told. */
  refuses: (questionId: string) => boolean;
  /** The sequence that receipts speak of instead of writing anything. */
  stale: number | null;
  needsToken: boolean;
  /** Whether answers overtake one another. */
  shuffles: boolean;
  /** How often something was written. */
  writes: number;
  /** Questions for which two different answers came under one sequence. */
  readonly conflicts: string[];
  mostAtOnce(): number;
  /** Keeps all receipts back until the answer is called. */
  hold(): () => void;
};

export function openExamRoom(): ExamRoom {
  const stored = new Map<string, Stored>();
  let held: Promise<void> = Promise.resolve();
  let running = 0;
  let most = 0;

  function write(questionId: string, sequence: number, answer: unknown): number {
    const present = stored.get(questionId);
    const isSame = JSON.stringify(present?.answer) === JSON.stringify(answer);
    if (present?.sequence === sequence && !isSame) room.conflicts.push(questionId);
    if (present && present.sequence >= sequence) return present.sequence;
    stored.set(questionId, { sequence, answer });
    room.writes += 1;
    return sequence;
  }

  async function answer(questionId: string, sequence: number, content: unknown): Promise<unknown> {
    room.received.push({ questionId, sequence });
    await held;
    if (room.shuffles) await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    if (room.refusal !== null && room.refuses(questionId)) {
      throw new SchoolError(room.refusal, null, room.refusalFacts);
    }
    const storedSequence = room.stale ?? write(questionId, sequence, content);
    if (room.line === 'RECEIPTS_LOST') throw new CutOff();
    const receipt = {
      attemptId: 'a1',
      questionId,
      storedSequence,
      savedAt: '2026-01-01T00:00:00.000Z',
      remainingSeconds: 77,
    };
    return { saveAnswer: { receipt } };
  }

  const room: ExamRoom = {
    async saveAnswer(variables, { token }) {
      if (room.line === 'CUT') throw new CutOff();
      if (room.needsToken && token === null) throw new SchoolError('UNAUTHENTICATED');
      const { questionId, sequence, answer: content } = variables.input as Record<string, unknown>;
      running += 1;
      most = Math.max(most, running);
      try {
        return await answer(String(questionId), Number(sequence), content);
      } finally {
        running -= 1;
      }
    },
    stored,
    received: [],
    line: 'GOOD',
    refusal: null,
    refusalFacts: {},
    refuses: () => true,
    stale: null,
    needsToken: false,
    shuffles: false,
    writes: 0,
    conflicts: [],
    mostAtOnce: () => most,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
  return room;
}
