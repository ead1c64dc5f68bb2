import { Alert, Button, Center, Group, Loader, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Grey bars where text will be; says so to screen readers. */
export function LoadingBlock({ lines = 4 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
        <Skeleton key={line} height={line === 0 ? 28 : 16} width={line === 0 ? '45%' : `${92 - line * 9}%`} />
      ))}
    </Stack>
  );
}

/** The whole page is on its way. */
export function LoadingPage() {
  const { t } = useTranslation();
  return (
    <Center mih="50dvh" role="status" aria-label={t('common.loading')}>
      <Loader type="dots" />
    </Center>
  );
}

export interface EmptyBlockProps {
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export function EmptyBlock({ icon: Icon, title, children, action }: EmptyBlockProps) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <ThemeIcon size={52} radius="xl" variant="light" color="gray" aria-hidden>
        <Icon size={26} stroke={1.5} />
      </ThemeIcon>
      <Text fw={650} mt={4}>
        {title}
      </Text>
      {children ? (
        <Text component="div" c="dimmed" maw={440} size="sm">
          {children}
        </Text>
      ) : null}
      {action ? <Group mt="xs">{action}</Group> : null}
    </Stack>
  );
}

export interface FailureBlockProps {
  readonly title?: string;
  readonly message: string;
  readonly onRetry?: () => void;
}

/** Something failed: what, in words, and a way to try again. */
export function FailureBlock({ title, message, onRetry }: FailureBlockProps) {
  const { t } = useTranslation();
  return (
    <Alert
      color="red"
      role="alert"
      radius="lg"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? t('common.failed')}
      styles={{ title: { color: 'var(--mantine-color-error)' } }}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{message}</Text>
        {onRetry ? (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
            {t('common.retry')}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
