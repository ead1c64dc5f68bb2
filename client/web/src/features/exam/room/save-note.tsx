import { IconAlertTriangle, IconCircleCheck, IconDeviceFloppy, IconLoader2, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { type AnswerView, isGiven } from './answers.ts';
import classes from './save-note.module.css';

const icons = {
  none: IconPencil,
  sending: IconLoader2,
  onDevice: IconDeviceFloppy,
  saved: IconCircleCheck,
  refused: IconAlertTriangle,
} as const;

/** Where the answer is, in words and with an icon; changes are said to screen readers. */
export function SaveNote({ answer }: { readonly answer: AnswerView | undefined }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const state = answer?.state ?? 'none';
  const Icon = icons[state];
  const cleared = state === 'saved' && answer !== undefined && !isGiven(answer.given);
  let words: string = t(`room.saving.${state}`);
  if (cleared) words = t('room.saving.cleared');
  else if (state === 'saved' && answer?.savedAt) words = t('room.saving.savedAt', { at: format.clock(answer.savedAt) });
  if (state === 'refused' && answer?.code && i18n.exists(`errors.codes.${answer.code}`)) {
    words = `${words}: ${i18n.t(`errors.codes.${answer.code}` as 'errors.unknown')}`;
  }
  return (
    <p className={classes.note} data-state={state} role="status" aria-live="polite">
      <Icon size={18} stroke={1.9} aria-hidden />
      <span>{words}</span>
    </p>
  );
}
