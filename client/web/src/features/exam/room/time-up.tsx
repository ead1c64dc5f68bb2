import { Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Says that the time is up while the last answers go out and the result comes in. */
export function TimeUp({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('room.timeUp')}
    >
      <Stack gap="md">
        <Text>{t('room.timeUpBody')}</Text>
        <Group gap="sm" role="status">
          <Loader size="sm" aria-hidden />
          <Text size="sm" c="dimmed">
            {t('room.fetchingResult')}
          </Text>
        </Group>
      </Stack>
    </Modal>
  );
}
