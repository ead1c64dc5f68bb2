import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDeviceFloppy, IconFlag, IconPencil } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { type AnswerView, isGiven } from './answers.ts';
import type { useHandIn } from './use-hand-in.ts';

export interface HandInDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly questions: readonly PaperQuestionPartsFragment[];
  readonly answers: ReadonlyMap<string, AnswerView>;
  readonly flags: ReadonlySet<string>;
  /** Left out where there is no way back to a question. */
  readonly onGoTo?: (index: number) => void;
  readonly handingIn: ReturnType<typeof useHandIn>;
}

interface QuestionLinksProps {
  readonly icon: ComponentType<{ size?: number; color?: string }>;
  readonly color: string;
  readonly title: string;
  readonly positions: readonly number[];
  readonly onGoTo: ((index: number) => void) | undefined;
}

function QuestionLinks({ icon: Icon, color, title, positions, onGoTo }: QuestionLinksProps) {
  const { t } = useTranslation();
  if (positions.length === 0) return null;
  return (
    <Stack gap={6}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Icon size={19} color={color} aria-hidden />
        <Text fw={600} size="sm">
          {title}
        </Text>
      </Group>
      <Group component="ul" gap={6} m={0} pl={27} style={{ listStyle: 'none' }} aria-label={title}>
        {positions.map((position) => (
          <li key={position}>
            {onGoTo ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('room.goToQuestion', { number: position })}
                onClick={() => onGoTo(position - 1)}
              >
                {position}
              </Button>
            ) : (
              position
            )}
          </li>
        ))}
      </Group>
    </Stack>
  );
}

function Summary({ questions, answers, flags, onGoTo }: Omit<HandInDialogProps, 'isOpen' | 'onClose' | 'handingIn'>) {
  const { t } = useTranslation();
  const view = (id: string) => answers.get(id);
  const positionsOf = (matches: (id: string) => boolean) =>
    questions.filter(({ id }) => matches(id)).map(({ position }) => position);
  const given = (id: string) => isGiven(view(id)?.given ?? {});
  const unanswered = positionsOf((id) => !given(id));
  const unsaved = positionsOf((id) => ['sending', 'onDevice'].includes(view(id)?.state ?? ''));
  const refused = positionsOf((id) => view(id)?.state === 'refused');
  const flagged = positionsOf((id) => flags.has(id));
  const answeredCount = questions.length - unanswered.length;
  return (
    <Stack gap="md">
      <Group gap={8} wrap="nowrap" align="flex-start">
        <IconCircleCheck size={20} color="var(--lectern-good)" aria-hidden style={{ flex: 'none' }} />
        <Text>
          {unanswered.length === 0
            ? t('room.allAnswered', { total: questions.length })
            : t('room.answered', { count: answeredCount, total: questions.length })}
        </Text>
      </Group>
      <QuestionLinks
        icon={IconPencil}
        color="var(--lectern-warn)"
        title={t('room.unansweredList', { count: unanswered.length })}
        positions={unanswered}
        onGoTo={onGoTo}
      />
      <QuestionLinks
        icon={IconFlag}
        color="var(--lectern-warn)"
        title={t('room.flaggedList', { count: flagged.length })}
        positions={flagged}
        onGoTo={onGoTo}
      />
      <QuestionLinks
        icon={IconDeviceFloppy}
        color="var(--lectern-warn)"
        title={t('room.unsavedList', { count: unsaved.length })}
        positions={unsaved}
        onGoTo={onGoTo}
      />
      <QuestionLinks
        icon={IconAlertTriangle}
        color="var(--lectern-bad)"
        title={t('room.refusedList', { count: refused.length })}
        positions={refused}
        onGoTo={onGoTo}
      />
    </Stack>
  );
}

/** Before handing in: what is unanswered, marked and not yet saved. Then hands in. */
export function HandInDialog({ isOpen, onClose, handingIn, ...summary }: HandInDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { handIn, sendThenSubmit, submit } = handingIn;
  const isBusy = handIn.status === 'sending' || handIn.status === 'handingIn' || handIn.status === 'done';
  return (
    <Modal
      opened={isOpen}
      onClose={isBusy ? () => undefined : onClose}
      title={t('room.handInTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="lg">
        <Summary {...summary} />
        <Text size="sm" c="dimmed">
          {t('room.handInHint')}
        </Text>
        {handIn.status === 'unsaved' ? (
          <Alert color="orange" role="alert" icon={<IconDeviceFloppy aria-hidden />} title={t('room.unsavedTitle')}>
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{t('room.unsavedBody', { count: handIn.count })}</Text>
              <Button size="xs" variant="default" onClick={() => void submit()}>
                {t('room.handInAnyway')}
              </Button>
            </Stack>
          </Alert>
        ) : null}
        {handIn.status === 'failed' ? (
          <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={t('room.handInFailed')}>
            {errorText(handIn.error)}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={isBusy}>
            {t('room.back')}
          </Button>
          <Button onClick={() => void sendThenSubmit()} loading={isBusy}>
            {t(handIn.status === 'unsaved' || handIn.status === 'failed' ? 'common.retry' : 'room.handIn')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
