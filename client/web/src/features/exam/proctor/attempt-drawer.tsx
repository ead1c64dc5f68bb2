import { RoomAttemptEvidenceDocument } from '@lectern/sdk';
import { Badge, Drawer, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { countdownDigits, useFormat } from '../../../i18n/format.ts';
import { useNow } from '../../../ui/use-now.ts';
import { AttemptActions } from './attempt-actions.tsx';
import { AttemptEvidence } from './attempt-evidence.tsx';
import classes from './proctor.module.css';
import { secondsLeftNow, standingColors, standingOf } from './remaining.ts';
import type { RoomExam } from './room-tab.tsx';
import type { RoomRow } from './use-room-attempts.ts';

export interface AttemptDrawerProps {
  readonly exam: RoomExam;
  /** The attempt that is looked at; null: none. */
  readonly row: RoomRow | null;
  readonly readAt: number;
  readonly onClose: () => void;
}

function Facts({ row, readAt }: { readonly row: RoomRow; readonly readAt: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  useNow(1000);
  const { attempt } = row;
  const left = secondsLeftNow(row, readAt, performance.now());
  const facts = [
    [t('proctor.timeLeft'), left === null ? '–' : countdownDigits(left)],
    [t('proctor.deadline'), attempt.deadlineAt ? format.clock(attempt.deadlineAt) : '–'],
    [t('proctor.extraTime'), attempt.extraSeconds > 0 ? format.duration(attempt.extraSeconds) : '–'],
    [t('proctor.startedAt'), attempt.startedAt ? format.dateTime(attempt.startedAt) : '–'],
    [t('proctor.endedAt'), attempt.submittedAt ? format.dateTime(attempt.submittedAt) : '–'],
    [t('proctor.answered'), `${format.number(row.answeredCount)} / ${format.number(row.questionCount)}`],
    [t('proctor.lastSeen'), row.lastSeenAt ? format.clock(row.lastSeenAt) : '–'],
    [t('proctor.device'), row.deviceLabel ?? '–'],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd className="lectern-tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Opened({ exam, row, readAt }: Omit<AttemptDrawerProps, 'row' | 'onClose'> & { readonly row: RoomRow }) {
  const { t } = useTranslation();
  const { attempt } = row;
  const standing = standingOf(attempt);
  const evidence = useGraphQuery(RoomAttemptEvidenceDocument, { examId: exam.id, attemptId: attempt.id });
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <Badge color={standingColors[standing]}>{t(`proctor.standings.${standing}`)}</Badge>
        {attempt.ending ? (
          <Text size="sm" c="dimmed">
            {t(`proctor.endings.${attempt.ending}`)}
          </Text>
        ) : null}
      </Group>
      <AttemptActions exam={exam} row={row} />
      <Facts row={row} readAt={readAt} />
      <Loaded query={evidence}>{(data) => <AttemptEvidence evidence={data} />}</Loaded>
    </Stack>
  );
}

/** One attempt: how it stands, what can be done, what happened, what was said, and who did what. */
export function AttemptDrawer({ exam, row, readAt, onClose }: AttemptDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={row !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{row?.attempt.learner.name ?? ''}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {row ? <Opened exam={exam} row={row} readAt={readAt} /> : null}
    </Drawer>
  );
}
