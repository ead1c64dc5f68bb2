import type { AttemptRoomState } from '@lectern/sdk';
import { Modal, Stack, Text } from '@mantine/core';
import { IconPlayerPauseFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { countdownDigits } from '../../../i18n/format.ts';
import { MessageList } from './messages-drawer.tsx';

export interface PausedProps {
  readonly isOpen: boolean;
  readonly secondsLeft: number;
  readonly messages: AttemptRoomState['messages'];
}

/** Covers the paper while a proctor has stopped the clock. It goes away by itself. */
export function Paused({ isOpen, secondsLeft, messages }: PausedProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ backgroundOpacity: 0.6, blur: 12 }}
      title={t('room.paused')}
    >
      <Stack gap="md" role="status">
        <Stack align="center" gap={4} py="sm">
          <IconPlayerPauseFilled size={36} color="var(--mantine-color-dimmed)" aria-hidden />
          <Text fz={32} fw={650} className="lectern-tabular" aria-label={t('room.timeLeft')} role="timer">
            {countdownDigits(secondsLeft)}
          </Text>
        </Stack>
        <Text>{t('room.pausedBody')}</Text>
        {messages.length > 0 ? <MessageList messages={messages.slice(-1)} /> : null}
      </Stack>
    </Modal>
  );
}
