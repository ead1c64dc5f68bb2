import type { AttemptRoomState } from '@lectern/sdk';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { preloadMarkdown } from '../../../ui/markdown.tsx';
import { isGiven } from './answers.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { LeaveWarning } from './leave-warning.tsx';
import { PaperView } from './paper-view.tsx';
import { Paused } from './paused.tsx';
import { RoomHeader } from './room-header.tsx';
import { RoomNotices } from './room-notices.tsx';
import { TimeUp } from './time-up.tsx';
import { useEnding } from './use-ending.ts';
import { useHandIn } from './use-hand-in.ts';
import { useHandInDialog } from './use-hand-in-dialog.ts';
import { useIncidents } from './use-incidents.ts';
import {
  type RoomAttempt,
  useAnswers,
  useOnline,
  useOutbox,
  useRoom,
  useRoomState,
  useSecondsLeft,
} from './use-room.ts';
import { useTakeOver } from './use-take-over.ts';
import { useTimeMoved } from './use-time-moved.ts';

const noMessages: AttemptRoomState['messages'] = [];

/** Fetches what the room may need later: the way out must work even if a new version has replaced the files. */
function usePreloads(attempt: RoomAttempt): void {
  useEffect(() => {
    import('../result-page.tsx').catch(() => undefined);
    const questions = attempt.questions ?? [];
    const texts = questions.flatMap((question) =>
      question.__typename === 'ChoiceQuestion'
        ? [question.prompt, ...question.choices.map(({ text }) => text)]
        : [question.prompt],
    );
    preloadMarkdown(texts);
  }, [attempt.questions]);
}

/** The room where an attempt is sat: clock, questions, navigator, handing in; and what proctors do meanwhile. */
export function ExamRoom({ attempt }: { readonly attempt: RoomAttempt }) {
  const { t } = useTranslation();
  const room = useRoom(attempt);
  const snapshot = useOutbox(room?.outbox ?? null);
  const state = useRoomState(room?.live ?? null);
  const time = useTimeMoved(state, attempt);
  const messages = state?.messages ?? noMessages;
  const answers = useAnswers(attempt, snapshot);
  const secondsLeft = useSecondsLeft(room?.clock ?? null, attempt.remainingSeconds);
  const isOnline = useOnline();
  const handingIn = useHandIn(attempt.id, room?.outbox ?? null);
  const dialog = useHandInDialog(handingIn.reset);
  const takingOver = useTakeOver(attempt.id, room?.live ?? null);
  const isElsewhere = state !== null && (!state.isHere || snapshot?.hold === 'OTHER_DEVICE');
  const isPaused = !isElsewhere && (state?.isPaused === true || snapshot?.hold === 'PAUSED');
  const isTimeUp = room !== null && secondsLeft <= 0;
  const isOver = isTimeUp || handingIn.handIn.status === 'done';
  useEnding({ attemptId: attempt.id, isTimeUp: isTimeUp && !isElsewhere, outbox: room?.outbox ?? null });
  useIncidents(room?.live ?? null, !isOver && !isElsewhere);
  usePreloads(attempt);
  const answeredCount = [...answers.values()].filter(({ given }) => isGiven(given)).length;
  return (
    <>
      <a className="lectern-skip" href="#question">
        {t('room.skip')}
      </a>
      <RoomHeader
        title={attempt.exam.title}
        secondsLeft={secondsLeft}
        isPaused={isPaused}
        extraSeconds={attempt.extraSeconds + time.total}
        answeredCount={answeredCount}
        questionCount={attempt.questions?.length ?? 0}
        messages={messages}
        live={state}
        canHandIn={!isElsewhere && !isPaused}
        onHandIn={dialog.open}
      >
        <ConnectionBanner isOnline={isOnline} snapshot={snapshot} />
        {isElsewhere ? <Elsewhere unsentCount={snapshot?.counts.onDevice ?? 0} takingOver={takingOver} /> : null}
        <RoomNotices attemptId={attempt.id} messages={messages} time={time} />
      </RoomHeader>
      {room ? (
        <PaperView
          attempt={attempt}
          answers={answers}
          isLocked={isOver || isPaused || isElsewhere}
          isOver={isOver}
          dialog={{ ...dialog, isOpen: dialog.isOpen && !isTimeUp && !isPaused }}
          handingIn={handingIn}
          onAnswer={(questionId, given) => void room.outbox.put(questionId, given)}
        />
      ) : null}
      <Paused isOpen={isPaused && !isOver} secondsLeft={secondsLeft} messages={messages} />
      <TimeUp isOpen={isTimeUp} />
      <LeaveWarning isActive={!isOver && !isElsewhere} />
    </>
  );
}
