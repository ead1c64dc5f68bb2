import { Alert, Text } from '@mantine/core';
import { IconAlertCircle, IconHourglass } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText, waitSecondsOf } from '../../graph/error-text.ts';
import { useFormat } from '../../i18n/format.ts';

/** Counts down the wait the server asked for, in seconds; 0 when there is none. */
export function useWait(error: unknown): number {
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

export interface AuthProblemProps {
  /** Null when nothing is wrong. */
  readonly error: unknown;
  /** Seconds to wait before trying again. */
  readonly wait: number;
}

/** Why signing in, or what belongs to it, was refused; takes the focus, and says how long to wait. */
export function AuthProblem({ error, wait }: AuthProblemProps) {
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
