import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AuthFrame } from './auth-frame.tsx';
import { AuthProblem, useWait } from './auth-problem.tsx';
import { requestPasswordReset } from './auth-requests.ts';

/** Asking for a link that sets a new password. */
export function Component() {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const [state, setState] = useState<'asking' | 'sending' | 'sent'>('asking');
  const wait = useWait(error);
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('signIn.emailInvalid')) },
  });
  const send = form.onSubmit(async ({ email }) => {
    setState('sending');
    setError(null);
    try {
      await requestPasswordReset(email.trim());
      setState('sent');
    } catch (failure) {
      setError(failure);
      setState('asking');
    }
  });
  return (
    <AuthFrame
      title={t('reset.title')}
      hint={t('reset.hint')}
      footer={
        <Text ta="center">
          <Anchor component={Link} to="/sign-in">
            {t('reset.toSignIn')}
          </Anchor>
        </Text>
      }
    >
      {state === 'sent' ? (
        <Alert color="teal" role="status" icon={<IconMailCheck aria-hidden />}>
          {t('reset.sent')}
        </Alert>
      ) : (
        <form onSubmit={send} noValidate aria-label={t('reset.title')}>
          <Stack gap="md">
            <AuthProblem error={error} wait={wait} />
            <TextInput
              size="md"
              type="email"
              autoComplete="username"
              label={t('signIn.email')}
              {...form.getInputProps('email')}
            />
            <Button type="submit" size="md" loading={state === 'sending'} disabled={wait > 0}>
              {t('reset.send')}
            </Button>
          </Stack>
        </form>
      )}
    </AuthFrame>
  );
}
