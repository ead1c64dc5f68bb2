import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { useSession } from '../../graph/session.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { AuthProblem, useWait } from './auth-problem.tsx';
import { signUp } from './auth-requests.ts';
import { passwordLengthMin } from './password-length.ts';
import { returnAddress } from './return-address.ts';

function SignUpForm() {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const wait = useWait(error);
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('common.required')),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('signIn.emailInvalid')),
      password: (value) => (value.length >= passwordLengthMin ? null : t('users.passwordShort')),
    },
  });
  const send = form.onSubmit(async ({ name, email, password }) => {
    setSending(true);
    setError(null);
    try {
      await signUp({ name: name.trim(), email: email.trim(), password });
      await signIn(email.trim(), password);
    } catch (failure) {
      setError(failure);
      setSending(false);
    }
  });
  return (
    <form onSubmit={send} noValidate aria-label={t('signUp.title')}>
      <Stack gap="md">
        <AuthProblem error={error} wait={wait} />
        <TextInput
          size="md"
          autoComplete="name"
          maxLength={120}
          label={t('profile.name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          size="md"
          type="email"
          autoComplete="username"
          label={t('signIn.email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          size="md"
          autoComplete="new-password"
          label={t('signIn.password')}
          description={t('users.passwordShort')}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" loading={isSending} disabled={wait > 0} mt={4}>
          {t('signUp.submit')}
        </Button>
      </Stack>
    </form>
  );
}

/** Making an account of one's own, where the school allows it. */
export function Component() {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const [params] = useSearchParams();
  const next = returnAddress(params.get('next'));
  if (viewer) return <Navigate to={next} replace />;
  return (
    <AuthFrame
      title={t('signUp.title')}
      hint={t('signUp.hint')}
      footer={
        <Text ta="center" c="dimmed">
          {t('signUp.haveAccount')}{' '}
          <Anchor component={Link} underline="always" to={`/sign-in?next=${encodeURIComponent(next)}`}>
            {t('signIn.title')}
          </Anchor>
        </Text>
      }
    >
      <SignUpForm />
    </AuthFrame>
  );
}
