import type { ExamRoomNumbersFragment } from '@lectern/sdk';
import { Button, Group, Text } from '@mantine/core';
import { IconMessage2, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import classes from './proctor.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import type { RoomExam } from './room-tab.tsx';
import { type RoomAction, useRoomActions } from './use-room-actions.ts';

export interface RoomBarProps {
  readonly exam: RoomExam;
  readonly numbers: ExamRoomNumbersFragment;
  readonly chosen: ReadonlySet<string>;
  readonly onClear: () => void;
}

/** What can be done to the chosen attempts, or to the whole room while none is chosen. */
export function RoomBar({ exam, numbers, chosen, onClear }: RoomBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ask, dialog } = useRoomActions(exam.id, onClear);
  const isAll = chosen.size === 0;
  const about = isAll
    ? t('proctor.wholeRoom', { count: numbers.inProgressCount, total: format.number(numbers.inProgressCount) })
    : t('proctor.chosen', { count: chosen.size, total: format.number(chosen.size) });
  const start = (action: RoomAction) => ask({ action, attemptIds: isAll ? null : [...chosen], about });
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('proctor.actionsFor', { about })}>
      <Group gap="sm" justify="space-between">
        <Group gap="sm">
          <Text fw={650} size="sm" role="status">
            {about}
          </Text>
          {isAll ? null : (
            <Button size="xs" variant="subtle" onClick={onClear}>
              {t('proctor.chooseNone')}
            </Button>
          )}
          {exam.needsAccessCode && exam.accessCode ? (
            <Text size="sm" c="dimmed">
              {t('proctor.accessCode')} <strong>{exam.accessCode}</strong>
            </Text>
          ) : null}
        </Group>
        <Group gap="xs">
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlayerPause size={17} aria-hidden />}
            onClick={() => start('pause')}
          >
            {t('proctor.actions.pause')}
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlayerPlay size={17} aria-hidden />}
            onClick={() => start('goOn')}
          >
            {t('proctor.actions.goOn')}
          </Button>
          <Button size="sm" leftSection={<IconMessage2 size={17} aria-hidden />} onClick={() => start('message')}>
            {t('proctor.actions.message')}
          </Button>
        </Group>
      </Group>
      <ReasonDialog {...dialog} />
    </div>
  );
}
