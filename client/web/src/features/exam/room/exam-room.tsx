import { Box, Button, Drawer, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { preloadMarkdown } from '../../../ui/markdown.tsx';
import { isGiven } from './answers.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import classes from './exam-room.module.css';
import { HandInDialog } from './hand-in-dialog.tsx';
import { LeaveWarning } from './leave-warning.tsx';
import { Navigator } from './navigator.tsx';
import { QuestionView } from './question-view.tsx';
import { RoomHeader } from './room-header.tsx';
import { TimeUp } from './time-up.tsx';
import { useEnding } from './use-ending.ts';
import { useFlags } from './use-flags.ts';
import { useHandIn } from './use-hand-in.ts';
import { type RoomAttempt, useAnswers, useOnline, useOutbox, useRoom, useSecondsLeft } from './use-room.ts';
import { useRoomKeys } from './use-room-keys.ts';

/** The room where an attempt is sat: clock, questions, navigator, handing in. */
export function ExamRoom({ attempt }: { readonly attempt: RoomAttempt }) {
  const { t } = useTranslation();
  const room = useRoom(attempt);
  const snapshot = useOutbox(room?.outbox ?? null);
  const answers = useAnswers(attempt, snapshot);
  const secondsLeft = useSecondsLeft(room?.clock ?? null, attempt.remainingSeconds);
  const isOnline = useOnline();
  const { flags, toggle } = useFlags(attempt);
  const [index, setIndex] = useState(0);
  const [isGridOpen, grid] = useDisclosure(false);
  const [isDialogOpen, dialog] = useDisclosure(false);
  const handingIn = useHandIn(attempt.id, room?.outbox ?? null);
  const questions = attempt.questions ?? [];
  const question = questions[index];
  const isTimeUp = room !== null && secondsLeft <= 0;
  const isOver = isTimeUp || handingIn.handIn.status === 'done';
  useEnding({ attemptId: attempt.id, isTimeUp, outbox: room?.outbox ?? null });

  useEffect(() => {
    // The way out must work even if a new version of the app has replaced the files meanwhile.
    import('../result-page.tsx').catch(() => undefined);
    preloadMarkdown();
  }, []);

  const goTo = useCallback(
    (next: number) => {
      setIndex(Math.max(0, Math.min(questions.length - 1, next)));
      grid.close();
    },
    [questions.length, grid.close],
  );
  useRoomKeys({
    isActive: !isDialogOpen && !isOver,
    onNext: () => goTo(index + 1),
    onPrevious: () => goTo(index - 1),
    onFlag: () => question && toggle(question.id),
  });

  const answeredCount = [...answers.values()].filter(({ given }) => isGiven(given)).length;
  const navigator = <Navigator questions={questions} answers={answers} flags={flags} current={index} onChoose={goTo} />;
  const openDialog = () => {
    handingIn.reset();
    dialog.open();
  };
  return (
    <>
      <a className="lectern-skip" href="#question">
        {t('room.skip')}
      </a>
      <RoomHeader
        title={attempt.exam.title}
        secondsLeft={secondsLeft}
        answeredCount={answeredCount}
        questionCount={questions.length}
        onHandIn={openDialog}
      >
        <ConnectionBanner isOnline={isOnline} snapshot={snapshot} />
      </RoomHeader>
      <div className={classes.layout}>
        <main id="main" className={classes.main}>
          {question && room ? (
            <QuestionView
              key={question.id}
              question={question}
              questionCount={questions.length}
              answer={answers.get(question.id)}
              isFlagged={flags.has(question.id)}
              isLocked={isOver}
              onFlag={() => toggle(question.id)}
              onAnswer={(given) => void room.outbox.put(question.id, given)}
            />
          ) : null}
          <Group justify="space-between" wrap="nowrap" className={classes.steps ?? ''} gap="xs">
            <Button variant="default" size="md" onClick={() => goTo(index - 1)} disabled={index === 0}>
              {t('room.previous')}
            </Button>
            <Button
              hiddenFrom="md"
              variant="default"
              size="md"
              onClick={grid.open}
              leftSection={<IconLayoutGrid size={18} aria-hidden />}
              aria-label={`${index + 1}/${questions.length} ${t('room.openNavigator')}`}
            >
              {index + 1}/{questions.length}
            </Button>
            {index === questions.length - 1 ? (
              <Button size="md" onClick={openDialog}>
                {t('room.review')}
              </Button>
            ) : (
              <Button size="md" onClick={() => goTo(index + 1)}>
                {t('room.next')}
              </Button>
            )}
          </Group>
          <Text size="sm" c="dimmed" visibleFrom="md">
            {t('room.keysHint')}
          </Text>
        </main>
        <Box component="aside" visibleFrom="md" className={classes.side ?? ''} aria-label={t('room.overview')}>
          {navigator}
        </Box>
      </div>
      <Drawer
        opened={isGridOpen}
        onClose={grid.close}
        position="bottom"
        size="auto"
        title={t('room.navigator')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {navigator}
      </Drawer>
      <HandInDialog
        isOpen={isDialogOpen && !isTimeUp}
        onClose={dialog.close}
        questions={questions}
        answers={answers}
        flags={flags}
        onGoTo={(next) => {
          dialog.close();
          goTo(next);
        }}
        handingIn={handingIn}
      />
      <TimeUp isOpen={isTimeUp} />
      <LeaveWarning isActive={!isOver} />
    </>
  );
}
