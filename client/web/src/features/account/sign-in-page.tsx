import { Alert, Box, Button, Divider, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle, IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { useErrorText, waitSecondsOf } from '../../graph/error-text.ts';
import { useSdk } from '../../graph/sdk.tsx';
import { useSession } from '../../graph/session.tsx';
import { useFormat } from '../../i18n/format.ts';
import { usePageHeading } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { listProviders } from './providers.ts';

/** Only addresses of this site, so that a link cannot send someone elsewhere after signing in. */
function returnAddress(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
}

function ProviderButtons({
  returnTo,
  onFailed,
}: {
  readonly returnTo: string;
  readonly onFailed: (error: unknown) => void;
}) {
  const { t } = useTranslation();
  const sdk = useSdk();
  const { data: providers = [] } = useQuery({
    queryKey: ['providers'],
    queryFn: listProviders,
    staleTime: 600_000,
    retry: false,
  });
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

/** Counts down the wait the server asked for; 0 when there is none. */
function useWait(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = Math.ceil(waitSecondsOf(error) ?? 0);
    setLeft(seconds);
    if (seconds <= 0) return undefined;
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

function SignInProblem({ error, wait }: { readonly error: unknown; readonly wait: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null) box.current?.focus();
  }, [error]);
  if (error === null) return null;
  const isLimited = waitSecondsOf(error) !== null;
  const icon = isLimited ? <IconHourglass aria-hidden /> : <IconAlertCircle aria-hidden />;
  return (
    <Alert ref={box} tabIndex={-1} color={isLimited ? 'orange' : 'red'} role="alert" icon={icon}>
      <Text size="sm">{isLimited && wait > 0 ? t('signIn.limited') : errorText(error)}</Text>
      {wait > 0 ? (
        <Text size="sm" fw={600} aria-hidden mt={4}>
          {t('signIn.waitFor', { time: format.duration(wait) })}
        </Text>
      ) : null}
    </Alert>
  );
}

function SignInForm({ returnTo }: { readonly returnTo: string }) {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [params] = useSearchParams();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const wait = useWait(error);
  const providerFailed = params.get('error');
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
      <SignInProblem error={error} wait={wait} />
      {providerFailed && error === null ? (
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
        </Stack>
      </form>
      <ProviderButtons returnTo={returnTo} onFailed={setError} />
    </Stack>
  );
}

/** Signing in with e-mail and password, or with the school's own provider. */
export function Component() {
  const { t } = useTranslation();
  const { viewer, isLoading } = useSession();
  const [params] = useSearchParams();
  const heading = usePageHeading(t('signIn.title'));
  const returnTo = returnAddress(params.get('next'));
  if (isLoading) return <LoadingPage />;
  if (viewer) return <Navigate to={returnTo} replace />;
  return (
    <Box maw={440} mx="auto" px="md" py={{ base: 40, sm: 72 }}>
      <Stack gap="lg">
        <Stack gap={6}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {t('signIn.title')}
          </Title>
          <Text c="dimmed">{t('signIn.hint')}</Text>
        </Stack>
        <Surface p={{ base: 'lg', sm: 'xl' }}>
          <SignInForm returnTo={returnTo} />
        </Surface>
      </Stack>
    </Box>
  );
}
