import { Button, Group } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { Notice } from './notice.tsx';
import type { useTakeOver } from './use-take-over.ts';

export interface ElsewhereProps {
  /** How many answers of this device never reached the server. */
  readonly unsentCount: number;
  readonly takingOver: ReturnType<typeof useTakeOver>;
}

/** Says that the exam goes on on another device, what is kept here, and how to go on here. */
export function Elsewhere({ unsentCount, takingOver }: ElsewhereProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <div role="alert">
      <Notice tone="warn" icon={IconDevices}>
        <Group justify="space-between" gap="sm">
          <p style={{ flex: '1 1 18rem' }}>
            <strong>{t('room.elsewhere')}</strong> {t('room.elsewhereHint')}
            {unsentCount > 0 ? ` ${t('room.elsewhereUnsent', { count: unsentCount })}` : ''}
            {takingOver.error ? ` ${errorText(takingOver.error)}` : ''}
          </p>
          <Button size="xs" loading={takingOver.isPending} onClick={() => takingOver.mutate()}>
            {t('room.continueHere')}
          </Button>
        </Group>
      </Notice>
    </div>
  );
}
