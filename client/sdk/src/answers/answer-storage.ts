import type { AnswerContent } from './answer-state.ts';

/** An answer without a receipt yet. One for each question of an attempt: the newest. */
export type StoredAnswer = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly sequence: number;
  readonly answer: AnswerContent;
  /** Why the server will not take it; null while it may. Such an answer is kept to be shown, not sent. */
  readonly refusedCode: string | null;
};

/** Where the outbox keeps answers. Each call is one atomic step, also between tabs that share the storage. */
export type AnswerStorage = {
  /** Whether what is kept outlives the page or app. */
  isDurable(): Promise<boolean>;
  list(attemptId: string): Promise<readonly StoredAnswer[]>;
  /** Keeps an answer under the attempt's next sequence, above `floor` and above all given before; replaces the question's older one. */
  append(attemptId: string, questionId: string, answer: AnswerContent, floor: number): Promise<StoredAnswer>;
  /** Drops the question's answer unless its sequence is higher: it, or a newer one, is safe on the server. */
  settle(attemptId: string, questionId: string, sequence: number): Promise<void>;
  /** Marks the question's answer as refused unless a newer one has taken its place. */
  refuse(attemptId: string, questionId: string, sequence: number, code: string): Promise<void>;
  /** Drops all of an attempt that has ended. */
  forget(attemptId: string): Promise<void>;
};

/** Keeps answers as long as the process lives; also what an app can build its own storage after. */
export function memory(): AnswerStorage {
  const attempts = new Map<string, { sequence: number; readonly answers: Map<string, StoredAnswer> }>();
  const attemptOf = (attemptId: string) => {
    const attempt = attempts.get(attemptId) ?? { sequence: 0, answers: new Map<string, StoredAnswer>() };
    attempts.set(attemptId, attempt);
    return attempt;
  };
  return {
    async isDurable() {
      return false;
    },
    async list(attemptId) {
      return [...attemptOf(attemptId).answers.values()];
    },
    async append(attemptId, questionId, answer, floor) {
      const attempt = attemptOf(attemptId);
      attempt.sequence = Math.max(attempt.sequence, floor) + 1;
      const stored = { attemptId, questionId, sequence: attempt.sequence, answer, refusedCode: null };
      attempt.answers.set(questionId, stored);
      return stored;
    },
    async settle(attemptId, questionId, sequence) {
      const { answers } = attemptOf(attemptId);
      const stored = answers.get(questionId);
      if (stored && stored.sequence <= sequence) answers.delete(questionId);
    },
    async refuse(attemptId, questionId, sequence, code) {
      const { answers } = attemptOf(attemptId);
      const stored = answers.get(questionId);
      if (stored?.sequence === sequence) answers.set(questionId, { ...stored, refusedCode: code });
    },
    async forget(attemptId) {
      attempts.delete(attemptId);
    },
  };
}
