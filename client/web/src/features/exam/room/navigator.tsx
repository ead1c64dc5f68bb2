import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import { Stack, Text } from '@mantine/core';
import { IconAlertTriangleFilled, IconCheck, IconCloudUp, IconFlagFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type AnswerView, isGiven } from './answers.ts';
import classes from './navigator.module.css';
import type { RoomAttempt } from './use-room.ts';

export interface NavigatorProps {
  readonly questions: readonly PaperQuestionPartsFragment[];
  readonly sections: NonNullable<RoomAttempt['sections']>;
  readonly answers: ReadonlyMap<string, AnswerView>;
  readonly flags: ReadonlySet<string>;
  /** Which question is shown, from 0. */
  readonly current: number;
  /** Whether a question once left is not seen again: then this only shows how far one is. */
  readonly isOneWay: boolean;
  readonly onChoose: (index: number) => void;
}

function StateMark({ answer }: { readonly answer: AnswerView | undefined }) {
  if (!answer || !isGiven(answer.given)) return null;
  if (answer.state === 'refused') return <IconAlertTriangleFilled className={classes.mark} size={12} aria-hidden />;
  if (answer.state === 'onDevice') return <IconCloudUp className={classes.mark} size={13} stroke={2.4} aria-hidden />;
  return <IconCheck className={classes.mark} size={12} stroke={3.2} aria-hidden />;
}

function useTileLabel() {
  const { t } = useTranslation();
  return (position: number, answer: AnswerView | undefined, isFlagged: boolean) => {
    const given = answer !== undefined && isGiven(answer.given);
    const words: string[] = [
      t('room.questionNumber', { number: position }),
      t(given ? 'room.isAnswered' : 'room.isUnanswered'),
    ];
    if (given && answer.state === 'refused') words.push(t('room.saving.refused'));
    if (given && answer.state === 'onDevice') words.push(t('room.saving.onDevice'));
    if (isFlagged) words.push(t('room.isFlagged'));
    return words.join(', ');
  };
}

type GridProps = Omit<NavigatorProps, 'sections'> & { readonly wanted: readonly PaperQuestionPartsFragment[] };

function Grid({ questions, wanted, answers, flags, current, isOneWay, onChoose }: GridProps) {
  const labelOf = useTileLabel();
  return (
    <ol className={classes.grid}>
      {wanted.map((question) => {
        const { id, position } = question;
        const index = questions.indexOf(question);
        const answer = answers.get(id);
        return (
          <li key={id}>
            <button
              type="button"
              className={classes.tile}
              data-answered={answer !== undefined && isGiven(answer.given)}
              data-refused={answer?.state === 'refused'}
              aria-current={index === current ? 'step' : undefined}
              aria-label={labelOf(position, answer, flags.has(id))}
              disabled={isOneWay && index !== current}
              onClick={() => onChoose(index)}
            >
              {position}
              <StateMark answer={answer} />
              {flags.has(id) ? <IconFlagFilled className={classes.flag} size={13} aria-hidden /> : null}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** All questions at a glance, by section. States are told by fill, icon and words, not by colour alone. */
export function Navigator({ sections, ...grid }: NavigatorProps) {
  const { t } = useTranslation();
  const { questions } = grid;
  const isIn = (sectionId: string | null) => questions.filter((question) => question.sectionId === sectionId);
  const loose = questions.filter(({ sectionId }) => !sections.some(({ id }) => id === sectionId));
  return (
    <Stack component="nav" gap="md" aria-label={t('room.navigator')} className={classes.card ?? ''}>
      <Text fw={600} visibleFrom="md">
        {t('room.navigator')}
      </Text>
      {loose.length > 0 ? <Grid {...grid} wanted={loose} /> : null}
      {sections.map(({ id, title }) => (
        <div key={id}>
          <Text size="sm" c="dimmed" mb={6}>
            {title}
          </Text>
          <Grid {...grid} wanted={isIn(id)} />
        </div>
      ))}
      <ul className={classes.legend}>
        <li>
          <span className={classes.tile} data-answered="true" aria-hidden>
            <IconCheck className={classes.mark} size={12} stroke={3.2} />
          </span>
          {t('room.legend.answered')}
        </li>
        <li>
          <span className={classes.tile} aria-hidden />
          {t('room.legend.unanswered')}
        </li>
        <li>
          <span className={classes.tile} aria-hidden>
            <IconFlagFilled className={classes.flag} size={13} />
          </span>
          {t('room.legend.flagged')}
        </li>
        <li>
          <span className={classes.tile} data-answered="true" aria-hidden>
            <IconCloudUp className={classes.mark} size={13} stroke={2.4} />
          </span>
          {t('room.legend.onDevice')}
        </li>
      </ul>
    </Stack>
  );
}
