import type { AuthoredQuestionPartsFragment } from '@lectern/sdk';
import { Text } from '@mantine/core';
import { IconArrowRight, IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import classes from './questions.module.css';

type Question = AuthoredQuestionPartsFragment;
type KeyProps = { readonly question: Question };

function ChoiceKey({ question }: KeyProps) {
  const { t } = useTranslation();
  return (
    <ul className={classes.choices}>
      {question.choices.map(({ id, text, isRight, illustration }) => (
        <li key={id}>
          {isRight ? (
            <IconCircleCheckFilled size={17} color="var(--lectern-good)" aria-hidden />
          ) : (
            <IconCircle size={17} color="var(--mantine-color-dimmed)" aria-hidden />
          )}
          {illustration ? <img src={illustration.url} alt={illustration.alt} className={classes.thumb} /> : null}
          <span>
            <Markdown text={text} inline />
            {isRight ? <span className="lectern-hidden"> ({t('questions.right')})</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function MatchKey({ question }: KeyProps) {
  const { t } = useTranslation();
  const targets = new Map(question.targets.map(({ id, text }) => [id, text]));
  const used = new Set(question.premises.map(({ targetId }) => targetId));
  const extra = question.targets.filter(({ id }) => !used.has(id));
  return (
    <>
      <ul className={classes.choices}>
        {question.premises.map(({ id, text, targetId }) => (
          <li key={id}>
            <Markdown text={text} inline />
            <IconArrowRight size={16} color="var(--mantine-color-dimmed)" aria-label={t('questions.belongsTo')} />
            <Markdown text={targets.get(targetId) ?? '–'} inline />
          </li>
        ))}
      </ul>
      {extra.length > 0 ? (
        <Text size="sm" c="dimmed" mt={4}>
          {t('questions.alsoOffered', { texts: extra.map(({ text }) => text).join(' · ') })}
        </Text>
      ) : null}
    </>
  );
}

function OrderKey({ question }: KeyProps) {
  return (
    <ol className={classes.ordered}>
      {question.items.map(({ id, text }) => (
        <li key={id}>
          <Markdown text={text} inline />
        </li>
      ))}
    </ol>
  );
}

function numberWords({ number, tolerance, toleranceKind, unit }: Question, format: Format): string {
  if (number === null) return '–';
  // A number of physics has more decimals than a score.
  const exact = (value: number) => (Math.abs(value) >= 0.01 || value === 0 ? format.number(value) : String(value));
  const right = `${Number.isInteger(number * 100) ? exact(number) : String(number)}${unit ? ` ${unit}` : ''}`;
  if (!tolerance) return right;
  return `${right} ± ${toleranceKind === 'RELATIVE' ? format.percent(tolerance * 100) : exact(tolerance)}`;
}

function useKeyWords(question: Question): string {
  const { t } = useTranslation();
  const format = useFormat();
  switch (question.kind) {
    case 'TRUE_FALSE':
      return t('questions.answerIs', {
        answer: question.isTrue === null ? '–' : t(question.isTrue ? 'room.true' : 'room.false'),
      });
    case 'NUMERIC':
      return t('questions.answerIs', { answer: numberWords(question, format) });
    case 'ESSAY':
      return question.wordsMax === null
        ? t('questions.markedByPeople')
        : t('questions.markedByPeopleWords', { count: question.wordsMax });
    default: {
      const accepted = question.acceptedTexts.join(' | ');
      const pattern = question.pattern ? t('questions.patternIs', { pattern: question.pattern }) : '';
      return t('questions.answerIs', { answer: [accepted, pattern].filter(Boolean).join(' · ') });
    }
  }
}

/** What is right, for those who write the question. */
export function AnswerKey({ question }: KeyProps) {
  const words = useKeyWords(question);
  if (question.choices.length > 0) return <ChoiceKey question={question} />;
  if (question.premises.length > 0) return <MatchKey question={question} />;
  if (question.items.length > 0) return <OrderKey question={question} />;
  return (
    <Text size="sm" c="dimmed" mt={6} style={{ overflowWrap: 'anywhere' }}>
      {words}
    </Text>
  );
}
