import type { AttemptRoomState } from '@lectern/sdk';
import { Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { IconClockHour4, IconPlayerPauseFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveLine } from '../../../graph/live-note.tsx';
import { countdownDigits, useFormat } from '../../../i18n/format.ts';
import { usePageHeading } from '../../../ui/page.tsx';
import { MessagesButton } from './messages-drawer.tsx';
import classes from './room-header.module.css';

/** At these many seconds left the time is said aloud. */
const announcedAt = [1800, 900, 300, 60, 30, 10];

export interface RoomHeaderProps {
  readonly title: string;
  readonly secondsLeft: number;
  readonly isPaused: boolean;
  /** How much longer than the exam's time limit it may take. */
  readonly extraSeconds: number;
  readonly answeredCount: number;
  readonly questionCount: number;
  readonly messages: AttemptRoomState['messages'];
  /** Whether news from proctors arrive; null for a moment at first. */
  readonly live: Pick<AttemptRoomState, 'live' | 'upToDateAt'> | null;
  readonly canHandIn: boolean;
  readonly onHandIn: () => void;
  /** What must stay in view under the bar, for example that the connection is lost. */
  readonly children: ReactNode;
}

function urgencyOf(secondsLeft: number): 'calm' | 'soon' | 'urgent' {
  if (secondsLeft <= 60) return 'urgent';
  return secondsLeft <= 300 ? 'soon' : 'calm';
}

function Timer({ secondsLeft, isPaused }: Pick<RoomHeaderProps, 'secondsLeft' | 'isPaused'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = announcedAt.findLast((at) => secondsLeft <= at && secondsLeft > at - 5);
  const Icon = isPaused ? IconPlayerPauseFilled : IconClockHour4;
  return (
    <>
      <div className={classes.timer} data-urgency={urgencyOf(secondsLeft)} role="timer" aria-label={t('room.timeLeft')}>
        <Icon size={20} aria-hidden />
        <span>{countdownDigits(secondsLeft)}</span>
      </div>
      <VisuallyHidden role="status">
        {said === undefined || isPaused ? '' : t('room.timeLeftIs', { time: format.duration(said) })}
      </VisuallyHidden>
    </>
  );
}

/** The exam's name, the time left, and handing in; always in view. */
export function RoomHeader(props: RoomHeaderProps) {
  const { title, secondsLeft, isPaused, extraSeconds, answeredCount, questionCount, live, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const heading = usePageHeading(title);
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <div className={classes.title}>
          <Text component="h1" ref={heading} tabIndex={-1} fw={650} truncate m={0} fz={{ base: 'sm', sm: 'md' }}>
            {title}
          </Text>
          <div className={classes.facts}>
            <Text size="sm" c="dimmed" visibleFrom="sm" truncate>
              {t('room.answered', { count: answeredCount, total: questionCount })}
              {extraSeconds > 0 ? ` · ${t('room.extraTime', { time: format.duration(extraSeconds) })}` : ''}
            </Text>
            <LiveLine state={live?.live ?? 'CONNECTING'} upToDateAt={live?.upToDateAt ?? null} />
          </div>
        </div>
        <Timer secondsLeft={secondsLeft} isPaused={isPaused} />
        <MessagesButton messages={props.messages} />
        <Group gap="xs" wrap="nowrap">
          <Button onClick={props.onHandIn} size="sm" disabled={!props.canHandIn}>
            {t('room.handIn')}
          </Button>
        </Group>
      </div>
      <Progress
        value={questionCount === 0 ? 0 : (100 * answeredCount) / questionCount}
        size={3}
        radius={0}
        aria-label={t('room.answered', { count: answeredCount, total: questionCount })}
      />
      {children}
    </header>
  );
}
