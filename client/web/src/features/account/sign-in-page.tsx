import { Alert, Anchor, Button, Divider, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { useSdk } from '../../graph/sdk.tsx';
import { useSession } from '../../graph/session.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { AuthProblem, useWait } from './auth-problem.tsx';
import { readSignInOptions, type SignInOptions } from './auth-requests.ts';
import { returnAddress } from './return-address.ts';

interface ProviderButtonsProps {
  readonly providers: SignInOptions['providers'];
  readonly returnTo: string;
  readonly onFailed: (error: unknown) => void;
}

function ProviderButtons({ providers, returnTo, onFailed }: ProviderButtonsProps) {
  const { t } = useTranslation();
  const sdk = useSdk();
  if (providers.length === 0) return null;
  const go = async (id: string) => {
    try {
      location.assign(await sdk.signInWith(id, returnTo));
    } catch (error) {
      onFailed(error);
    }
  };
  return (
    <Stack gap="sm">
      <Divider label={t('signIn.or')} labelPosition="center" />
      {providers.map(({ id, name }) => (
        <Button key={id} variant="default" size="md" onClick={() => void go(id)}>
          {t('signIn.with', { name })}
        </Button>
      ))}
    </Stack>
  );
}

interface SignInFormProps {
  readonly returnTo: string;
  readonly options: SignInOptions | undefined;
}

function SignInForm({ returnTo, options }: SignInFormProps) {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [params] = useSearchParams();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const wait = useWait(error);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('signIn.emailInvalid')),
      password: (value) => (value ? null : t('signIn.passwordMissing')),
    },
  });
  const send = form.onSubmit(async ({ email, password }) => {
    setSending(true);
    setError(null);
    try {
      await signIn(email.trim(), password);
    } catch (failure) {
      setError(failure);
      setSending(false);
    }
  });
  return (
    <Stack gap="lg">
      <AuthProblem error={error} wait={wait} />
      {params.has('error') && error === null ? (
        <Alert color="red" role="alert" icon={<IconAlertCircle aria-hidden />}>
          {t('signIn.providerFailed')}
        </Alert>
      ) : null}
      <form onSubmit={send} noValidate aria-label={t('signIn.title')}>
        <Stack gap="md">
          <TextInput
            size="md"
            type="email"
            autoComplete="username"
            label={t('signIn.email')}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            size="md"
            autoComplete="current-password"
            label={t('signIn.password')}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" loading={isSending} disabled={wait > 0} mt={4}>
            {t('signIn.submit')}
          </Button>
          {options?.isPasswordResetOffered ? (
            <Group justify="center">
              <Anchor component={Link} underline="always" to="/forgot-password" size="sm">
                {t('signIn.forgot')}
              </Anchor>
            </Group>
          ) : null}
        </Stack>
      </form>
      <ProviderButtons providers={options?.providers ?? []} returnTo={returnTo} onFailed={setError} />
    </Stack>
  );
}

/** Signing in with e-mail and password, or with the school's own provider. */
export function Component() {
  const { t } = useTranslation();
  const { viewer, isLoading } = useSession();
  const [params] = useSearchParams();
  const { data: options } = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: readSignInOptions,
    staleTime: 600_000,
  });
  const returnTo = returnAddress(params.get('next'));
  if (isLoading) return <LoadingPage />;
  if (viewer) return <Navigate to={returnTo} replace />;
  return (
    <AuthFrame
      title={t('signIn.title')}
      hint={t('signIn.hint')}
      footer={
        options?.isSignUpOpen ? (
          <Text ta="center" c="dimmed">
            {t('signIn.noAccount')}{' '}
            <Anchor component={Link} underline="always" to={`/sign-up?next=${encodeURIComponent(returnTo)}`}>
              {t('signUp.title')}
            </Anchor>
          </Text>
        ) : null
      }
    >
      <SignInForm returnTo={returnTo} options={options} />
    </AuthFrame>
  );
}
