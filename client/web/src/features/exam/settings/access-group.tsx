import { Button, Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SettingsForm } from './settings-groups.tsx';
import { accessCodeFrom } from './settings-values.ts';

/** An access code, and the networks in which the exam is allowed. */
export function AccessGroup({ form }: { readonly form: SettingsForm }) {
  const { t } = useTranslation();
  const make = () => form.setFieldValue('accessCode', accessCodeFrom(crypto.getRandomValues(new Uint8Array(6))));
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        <TextInput
          flex="1 1 220px"
          label={t('settings.accessCode')}
          description={t('settings.accessCodeHint')}
          placeholder={t('settings.noAccessCode')}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('accessCode')}
        />
        <Button variant="default" leftSection={<IconDice3 size={17} aria-hidden />} onClick={make}>
          {t('settings.makeCode')}
        </Button>
      </Group>
      <TagsInput
        label={t('settings.networks')}
        description={t('settings.networksHint')}
        placeholder={form.values.allowedNetworks.length === 0 ? t('settings.everywhere') : ''}
        maxTags={200}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
        {...form.getInputProps('allowedNetworks')}
      />
    </Stack>
  );
}
