import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import { sayDone } from '../../ui/toast.ts';
import { AuthProblem, useWait } from './auth-problem.tsx';
import { changePassword } from './auth-requests.ts';
import { passwordLengthMin } from './password-length.ts';

/** Changing one's own password. */
export function PasswordForm() {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const wait = useWait(error);
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: (value) => (value ? null : t('signIn.passwordMissing')),
      next: (value) => (value.length >= passwordLengthMin ? null : t('users.passwordShort')),
    },
  });
  const send = form.onSubmit(async ({ current, next }) => {
    setSending(true);
    setError(null);
    try {
      await changePassword(current, next);
      form.reset();
      sayDone(t('password.changed'));
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(false);
    }
  });
  const eye = { 'aria-label': t('signIn.showPassword') };
  return (
    <Section title={t('password.title')} description={t('password.hint')}>
      <form onSubmit={send} noValidate aria-label={t('password.title')}>
        <Stack gap="md" maw={400}>
          <AuthProblem error={error} wait={wait} />
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            visibilityToggleButtonProps={eye}
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={t('password.next')}
            description={t('users.passwordShort')}
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            {...form.getInputProps('next')}
          />
          <Group>
            <Button type="submit" variant="default" loading={isSending} disabled={wait > 0}>
              {t('password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
