import type { AttemptRoomState } from '@lectern/sdk';
import { Text } from '@mantine/core';
import { IconClockPlus, IconMessage2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Notice } from './notice.tsx';
import type { useTimeMoved } from './use-time-moved.ts';

const keyOf = (attemptId: string) => `lectern.read.${attemptId}`;

function useRead(attemptId: string) {
  const [read, setRead] = useState(() => sessionStorage.getItem(keyOf(attemptId)));
  const markRead = (messageId: string) => {
    sessionStorage.setItem(keyOf(attemptId), messageId);
    setRead(messageId);
  };
  return { read, markRead };
}

export interface RoomNoticesProps {
  readonly attemptId: string;
  readonly messages: AttemptRoomState['messages'];
  readonly time: ReturnType<typeof useTimeMoved>;
}

/** What proctors have just said, and time that was just given: shown under the header, said to screen readers. */
export function RoomNotices({ attemptId, messages, time }: RoomNoticesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { read, markRead } = useRead(attemptId);
  const { moved, dismiss } = time;
  const last = messages.at(-1);
  return (
    <div role="status" aria-live="polite">
      {moved === null ? null : (
        <Notice tone={moved > 0 ? 'good' : 'warn'} icon={IconClockPlus} onClose={dismiss}>
          <p>{t(moved > 0 ? 'room.timeGiven' : 'room.timeTaken', { time: format.duration(Math.abs(moved)) })}</p>
        </Notice>
      )}
      {last && last.id !== read ? (
        <Notice tone="message" icon={IconMessage2} onClose={() => markRead(last.id)}>
          <Text size="sm" fw={650}>
            {t(last.isToAll ? 'room.messageToAll' : 'room.messageToYou', { at: format.clock(last.sentAt) })}
          </Text>
          <p>{last.text}</p>
        </Notice>
      ) : null}
    </div>
  );
}
