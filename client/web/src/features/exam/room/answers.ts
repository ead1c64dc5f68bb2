import type { AnswerContent, AnswerPartsFragment, OutboxSnapshot, PaperQuestionPartsFragment } from '@lectern/sdk';

/** What the learner sees as their answer to a question; the empty object when there is none. */
export type Given = AnswerContent;

/** Where an answer is. `none`: nothing was answered. */
export type SaveState = 'none' | 'sending' | 'onDevice' | 'saved' | 'refused';

/** One question's answer as the room shows it. */
export interface AnswerView {
  readonly given: Given;
  readonly state: SaveState;
  /** Why it was refused; null otherwise. */
  readonly code: string | null;
  /** When the server stored it; null until then. */
  readonly savedAt: string | null;
}

const nothing: AnswerView = { given: {}, state: 'none', code: null, savedAt: null };

/** Whether there is anything in an answer. */
export function isGiven(given: Given): boolean {
  return (
    (given.choiceIds?.length ?? 0) > 0 ||
    (given.isTrue ?? null) !== null ||
    (given.number ?? null) !== null ||
    (given.text ?? '').trim() !== '' ||
    (given.matches?.length ?? 0) > 0 ||
    (given.order?.length ?? 0) > 0
  );
}

/** A stored answer as content. */
export function contentOf(stored: AnswerPartsFragment): Given {
  return {
    ...(stored.choiceIds.length > 0 ? { choiceIds: stored.choiceIds } : {}),
    ...(stored.isTrue === null ? {} : { isTrue: stored.isTrue }),
    ...(stored.number === null ? {} : { number: stored.number }),
    ...(stored.text === null ? {} : { text: stored.text }),
    ...(stored.matches.length > 0 ? { matches: stored.matches } : {}),
    ...(stored.order.length > 0 ? { order: stored.order } : {}),
  };
}

/** The newest of what the device and the server know about each question. */
export function answerViews(
  questions: readonly PaperQuestionPartsFragment[],
  stored: readonly AnswerPartsFragment[],
  snapshot: OutboxSnapshot | null,
): ReadonlyMap<string, AnswerView> {
  const onServer = new Map(stored.map((answer) => [answer.questionId, answer]));
  return new Map(
    questions.map(({ id }) => {
      const local = snapshot?.answers.get(id);
      const saved = onServer.get(id);
      // Answered on another device since: what counts is there, not what was once saved or kept here.
      const isOlder = local?.status === 'saved' && saved !== undefined && saved.sequence > local.sequence;
      const givesWay = isOlder || (local?.isSuperseded && saved !== undefined && saved.sequence >= local.sequence);
      if (local && !givesWay) {
        return [id, { given: local.answer, state: local.status, code: local.code, savedAt: local.savedAt }] as const;
      }
      const given = saved ? contentOf(saved) : {};
      if (!saved || !isGiven(given)) return [id, nothing] as const;
      return [id, { given, state: 'saved', code: null, savedAt: saved.savedAt }] as const;
    }),
  );
}
