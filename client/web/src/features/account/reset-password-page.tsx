import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { sayDone } from '../../ui/toast.ts';
import { AuthFrame } from './auth-frame.tsx';
import { AuthProblem, useWait } from './auth-problem.tsx';
import { resetPassword } from './auth-requests.ts';
import { passwordLengthMin } from './password-length.ts';

/** Setting a new password by the link that was mailed. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const wait = useWait(error);
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value.length >= passwordLengthMin ? null : t('users.passwordShort')) },
  });
  const send = form.onSubmit(async ({ password }) => {
    setSending(true);
    setError(null);
    try {
      await resetPassword(params.get('token') ?? '', password);
      sayDone(t('reset.done'));
      await navigate('/sign-in', { replace: true });
    } catch (failure) {
      setError(failure);
      setSending(false);
    }
  });
  return (
    <AuthFrame title={t('reset.newTitle')} hint={t('reset.newHint')}>
      <form onSubmit={send} noValidate aria-label={t('reset.newTitle')}>
        <Stack gap="md">
          <AuthProblem error={error} wait={wait} />
          <PasswordInput
            size="md"
            autoComplete="new-password"
            label={t('password.next')}
            description={t('users.passwordShort')}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" loading={isSending} disabled={wait > 0}>
            {t('password.change')}
          </Button>
        </Stack>
      </form>
    </AuthFrame>
  );
}
