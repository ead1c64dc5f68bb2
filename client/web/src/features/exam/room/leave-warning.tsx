import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

/** Asks before the room is left while the time runs: inside the app with a dialog, otherwise by the browser. */
export function LeaveWarning({ isActive }: { readonly isActive: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ nextLocation }) => isActive && !/^\/attempts\/[^/]+\/result$/.test(nextLocation.pathname),
  );
  useEffect(() => {
    if (!isActive) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isActive]);
  return (
    <Modal
      opened={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('room.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="lg">
        <Text>{t('room.leaveBody')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t('room.leave')}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {t('room.stay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
