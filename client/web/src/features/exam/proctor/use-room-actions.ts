import {
  EndAttemptDocument,
  PauseAttemptsDocument,
  ReopenAttemptDocument,
  SendRoomMessageDocument,
  UnpauseAttemptsDocument,
  VoidAttemptDocument,
} from '@lectern/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { sayDone } from '../../../ui/toast.ts';
import type { Asked } from './reason-dialog.tsx';

/** Everything a proctor can do, by its key in the messages. */
export type RoomAction = 'pause' | 'goOn' | 'message' | 'end' | 'void' | 'reopen';

export interface Wanted {
  readonly action: RoomAction;
  /** Which attempts; null: the whole room. */
  readonly attemptIds: readonly string[] | null;
  /** Whom it is about, in words. */
  readonly about: string;
}

const dangerous: ReadonlySet<RoomAction> = new Set(['end', 'void']);
const reopenMinutes = 15;

/** Asks for the reason, does it, and says what came of it. */
export function useRoomActions(examId: string, onDone?: () => void) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const finish = (words: string) => {
    sayDone(words);
    setWanted(null);
    onDone?.();
  };
  const changed = (count: number) => finish(t('proctor.changed', { count }));
  const pause = useGraphMutation(PauseAttemptsDocument, {
    onDone: ({ pauseAttempts }) => changed(pauseAttempts.changedCount),
  });
  const goOn = useGraphMutation(UnpauseAttemptsDocument, {
    onDone: ({ unpauseAttempts }) => changed(unpauseAttempts.changedCount),
  });
  const message = useGraphMutation(SendRoomMessageDocument, {
    onDone: ({ sendRoomMessage }) => finish(t('proctor.told', { count: sendRoomMessage.toldCount })),
  });
  const end = useGraphMutation(EndAttemptDocument, { onDone: () => finish(t('proctor.done.end')) });
  const voided = useGraphMutation(VoidAttemptDocument, { onDone: () => finish(t('proctor.done.void')) });
  const reopen = useGraphMutation(ReopenAttemptDocument, { onDone: () => finish(t('proctor.done.reopen')) });

  const confirm = (text: string, minutes: number) => {
    if (!wanted) return;
    const { action, attemptIds } = wanted;
    const some = { examId, ...(attemptIds === null ? {} : { attemptIds }) };
    const one = { attemptId: attemptIds?.[0] ?? '', reason: text };
    const run: Readonly<Record<RoomAction, () => void>> = {
      pause: () => pause.mutate({ input: { ...some, reason: text } }),
      goOn: () => goOn.mutate({ input: { ...some, reason: text } }),
      message: () => message.mutate({ input: { ...some, text } }),
      end: () => end.mutate({ input: one }),
      void: () => voided.mutate({ input: one }),
      reopen: () => reopen.mutate({ input: { ...one, seconds: Math.round(minutes * 60) } }),
    };
    run[action]();
  };

  const asked: Asked | null = wanted && {
    title: t(`proctor.ask.${wanted.action}.title`),
    body: t(`proctor.ask.${wanted.action}.body`, { about: wanted.about }),
    confirm: t(`proctor.actions.${wanted.action}`),
    isDangerous: dangerous.has(wanted.action),
    ...(wanted.action === 'message' ? { label: t('proctor.messageText') } : {}),
    ...(wanted.action === 'reopen' ? { minutes: { label: t('proctor.reopenMinutes'), initial: reopenMinutes } } : {}),
  };
  const isBusy = [pause, goOn, message, end, voided, reopen].some(({ isPending }) => isPending);
  return { ask: setWanted, dialog: { asked, isBusy, onClose: () => setWanted(null), onConfirm: confirm } };
}
