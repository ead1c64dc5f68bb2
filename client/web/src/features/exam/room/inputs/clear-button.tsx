import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Takes the answer back. */
export function ClearButton({ isShown, onClear }: { readonly isShown: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation();
  if (!isShown) return null;
  return (
    <Button variant="subtle" color="gray" c="dimmed" size="xs" mt="sm" ml={-14} onClick={onClear}>
      {t('room.clear')}
    </Button>
  );
}
