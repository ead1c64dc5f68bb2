import type { AttemptRoomState } from '@lectern/sdk';
import { ActionIcon, Drawer, Indicator, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import classes from './notice.module.css';

/** Everything that proctors have said, latest first. */
export function MessageList({ messages }: Pick<AttemptRoomState, 'messages'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap="md">
      {messages.toReversed().map(({ id, text, sentAt, isToAll }) => (
        <div key={id}>
          <Text size="sm" c="dimmed" mb={4}>
            {t(isToAll ? 'room.messageToAll' : 'room.messageToYou', { at: format.clock(sentAt) })}
          </Text>
          <p className={classes.quote}>{text}</p>
        </div>
      ))}
    </Stack>
  );
}

/** The way to what proctors have said; not there while they have said nothing. */
export function MessagesButton({ messages }: Pick<AttemptRoomState, 'messages'>) {
  const { t } = useTranslation();
  const [isOpen, drawer] = useDisclosure(false);
  if (messages.length === 0) return null;
  const label = t('room.messages', { count: messages.length });
  return (
    <>
      <Tooltip label={label}>
        <Indicator label={messages.length} size={18} offset={4}>
          <ActionIcon variant="default" size={36} aria-label={label} onClick={drawer.open}>
            <IconMessages size={19} aria-hidden />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <Drawer
        opened={isOpen}
        onClose={drawer.close}
        position="right"
        title={t('room.messagesTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <MessageList messages={messages} />
      </Drawer>
    </>
  );
}
