import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBan,
  IconClockPlus,
  IconMessage2,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { GrantDialog } from '../allowances/grant-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { type Standing, standingOf } from './remaining.ts';
import type { RoomExam } from './room-tab.tsx';
import { type RoomAction, useRoomActions } from './use-room-actions.ts';
import type { RoomRow } from './use-room-attempts.ts';

const icons: Readonly<Record<RoomAction, ComponentType<{ size?: number }>>> = {
  pause: IconPlayerPause,
  goOn: IconPlayerPlay,
  message: IconMessage2,
  end: IconPlayerStop,
  void: IconBan,
  reopen: IconRefresh,
};

/** What can be done to an attempt as it stands. */
export const actionsOf: Readonly<Record<Standing, readonly RoomAction[]>> = {
  NOT_STARTED: ['void'],
  IN_PROGRESS: ['message', 'pause', 'end', 'void'],
  PAUSED: ['message', 'goOn', 'end', 'void'],
  SUBMITTED: ['reopen', 'void'],
  EXPIRED: ['reopen', 'void'],
  ENDED: ['reopen', 'void'],
  GRADED: ['reopen', 'void'],
  VOIDED: ['reopen'],
};

/** Buttons for one attempt: those that fit how it stands, and extra time for its learner. */
export function AttemptActions({ exam, row }: { readonly exam: RoomExam; readonly row: RoomRow }) {
  const { t } = useTranslation();
  const { attempt } = row;
  const { ask, dialog } = useRoomActions(exam.id);
  const [isGranting, grant] = useDisclosure(false);
  return (
    <Group gap="xs">
      {actionsOf[standingOf(attempt)].map((action) => {
        const Icon = icons[action];
        return (
          <Button
            key={action}
            size="xs"
            variant="default"
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => ask({ action, attemptIds: [attempt.id], about: attempt.learner.name })}
          >
            {t(`proctor.actions.${action}`)}
          </Button>
        );
      })}
      <Button size="xs" leftSection={<IconClockPlus size={16} aria-hidden />} onClick={grant.open}>
        {t('allowances.grant')}
      </Button>
      <ReasonDialog {...dialog} />
      <GrantDialog
        isOpen={isGranting}
        examId={exam.id}
        courseId={exam.course.id}
        learner={attempt.learner}
        onClose={grant.close}
      />
    </Group>
  );
}
