import { Badge, Box, Checkbox, Table, Text } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { countdownDigits, useFormat } from '../../../i18n/format.ts';
import classes from './proctor.module.css';
import { secondsLeftNow, standingColors, standingOf } from './remaining.ts';
import type { RoomRow } from './use-room-attempts.ts';

/** Below this a proctor wants to see it. */
const urgentSeconds = 300;

export interface RoomTableRowProps {
  readonly row: RoomRow;
  readonly readAt: number;
  readonly now: number;
  readonly isChosen: boolean;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
  readonly onOpen: (row: RoomRow) => void;
}

function LastSeen({ at }: { readonly at: string | null }) {
  const format = useFormat();
  if (at === null) return <>–</>;
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relative(at, Date.now())}
    </time>
  );
}

/** One attempt: who, how it stands, how long, how far, when seen, where, and what happened. */
export function RoomTableRow({ row, readAt, now, isChosen, onChoose, onOpen }: RoomTableRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { attempt } = row;
  const standing = standingOf(attempt);
  const left = secondsLeftNow(row, readAt, now);
  const badge = <Badge color={standingColors[standing]}>{t(`proctor.standings.${standing}`)}</Badge>;
  return (
    <Table.Tr className={classes.row ?? ''} data-chosen={isChosen}>
      <Table.Td>
        <Checkbox
          aria-label={t('proctor.choose', { name: attempt.learner.name })}
          checked={isChosen}
          onChange={(event) => onChoose([attempt.id], event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <button type="button" className={classes.name} onClick={() => onOpen(row)}>
          {attempt.learner.name}
        </button>
        <Box hiddenFrom="sm">{badge}</Box>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {t('room.answered', { count: row.answeredCount, total: row.questionCount })}
          {row.incidentCount > 0 ? ` · ${t('proctor.incidentCount', { count: row.incidentCount })}` : ''}
        </Text>
        {attempt.number > 1 ? (
          <Text size="xs" c="dimmed">
            {t('result.attemptNumber', { number: attempt.number })}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td visibleFrom="sm">{badge}</Table.Td>
      <Table.Td className={`lectern-tabular ${classes.left}`} data-urgent={left !== null && left < urgentSeconds}>
        {left === null ? '–' : countdownDigits(left)}
        {attempt.extraSeconds > 0 ? (
          <Text size="xs" c="dimmed">
            {t('proctor.extra', { time: format.duration(attempt.extraSeconds) })}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td visibleFrom="sm" className="lectern-tabular">
        {`${format.number(row.answeredCount)} / ${format.number(row.questionCount)}`}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <LastSeen at={row.lastSeenAt} />
      </Table.Td>
      <Table.Td visibleFrom="lg">
        {row.deviceLabel ?? '–'}
        {row.deviceCount > 1 ? (
          <Text size="xs" c="dimmed">
            {t('proctor.devices', { count: row.deviceCount })}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {row.incidentCount > 0 ? (
          <span className={classes.flag}>
            <IconAlertTriangleFilled size={15} aria-hidden />
            {format.number(row.incidentCount)}
          </span>
        ) : (
          '0'
        )}
      </Table.Td>
    </Table.Tr>
  );
}
