import { LecternRequestError } from '@lectern/sdk';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

/** How many seconds a refused request should wait, as the server says; null when it does not. */
export function waitSecondsOf(error: unknown): number | null {
  if (!(error instanceof LecternRequestError)) return null;
  const { retryAfterSeconds, retryAfterMs } = error.facts;
  if (typeof retryAfterSeconds === 'number') return retryAfterSeconds;
  return typeof retryAfterMs === 'number' ? Math.max(1, Math.ceil(retryAfterMs / 1000)) : null;
}

/** The stable code of a failed request; null for anything else. */
export function codeOf(error: unknown): string | null {
  return error instanceof LecternRequestError ? error.code : null;
}

/** Words in the viewer's language for anything that failed; the server's own sentence where there are none. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return useCallback(
    (error) => {
      if (!(error instanceof LecternRequestError)) return t('errors.unknown');
      const wait = waitSecondsOf(error);
      if (error.code === 'RATE_LIMITED') {
        return wait === null ? t('errors.codes.RATE_LIMITED') : t('errors.wait', { time: format.duration(wait) });
      }
      if (i18n.exists(`errors.codes.${error.code}`)) return i18n.t(`errors.codes.${error.code}` as 'errors.unknown');
      return i18n.language === 'en'
        ? error.message
        : t('errors.withCode', { code: error.code, message: error.message });
    },
    [t, i18n, format],
  );
}
