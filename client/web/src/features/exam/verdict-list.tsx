import type { AnswerPartsFragment, AttemptWithResultFragment, PaperQuestionPartsFragment, Verdict } from '@lectern/sdk';
import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed, IconCircleHalf2, IconCircleXFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Section } from '../../ui/section.tsx';
import { contentOf, isGiven } from './room/answers.ts';
import classes from './verdict-list.module.css';

type QuestionResult = NonNullable<AttemptWithResultFragment['result']>['questions'][number];

const marks: Record<Verdict, { icon: typeof IconCircleHalf2; color: string }> = {
  RIGHT: { icon: IconCircleCheckFilled, color: 'var(--lectern-good)' },
  PARTLY_RIGHT: { icon: IconCircleHalf2, color: 'var(--lectern-warn)' },
  WRONG: { icon: IconCircleXFilled, color: 'var(--lectern-bad)' },
  UNANSWERED: { icon: IconCircleDashed, color: 'var(--mantine-color-dimmed)' },
};

function useAnswerWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return (question: PaperQuestionPartsFragment, answer: AnswerPartsFragment | undefined): string => {
    const given = answer ? contentOf(answer) : {};
    if (!isGiven(given)) return t('result.noAnswer');
    if (question.__typename === 'ChoiceQuestion') {
      const chosen = question.choices.filter(({ id }) => given.choiceIds?.includes(id));
      return chosen.map(({ text }) => text).join('; ');
    }
    if (given.isTrue !== undefined && given.isTrue !== null) return t(given.isTrue ? 'room.true' : 'room.false');
    if (given.number !== undefined && given.number !== null) {
      const unit = question.__typename === 'NumericQuestion' && question.unit ? ` ${question.unit}` : '';
      return `${format.number(given.number)}${unit}`;
    }
    return given.text ?? '';
  };
}

interface RowProps {
  readonly question: PaperQuestionPartsFragment;
  readonly answer: AnswerPartsFragment | undefined;
  readonly result: QuestionResult;
}

function VerdictRow({ question, answer, result }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const answerWords = useAnswerWords();
  const { icon: Icon, color } = marks[result.verdict];
  return (
    <li className={classes.row}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Text c="dimmed" fw={600} className={classes.number ?? ''}>
          {question.position}
        </Text>
        <Stack gap={6} flex={1} miw={0}>
          <div className={classes.prompt}>
            <Markdown text={question.prompt} />
          </div>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('result.yourAnswer', { answer: answerWords(question, answer) })}
          </Text>
          <Group gap={6} style={{ color }}>
            <Icon size={18} aria-hidden />
            <Text size="sm" fw={600}>
              {t(`result.verdicts.${result.verdict}`)}
            </Text>
            <Text size="sm" c="dimmed">
              {t('result.points', {
                points: format.number(result.pointsAwarded),
                total: format.number(result.pointsMax),
              })}
            </Text>
          </Group>
        </Stack>
      </Group>
    </li>
  );
}

export interface VerdictListProps {
  readonly questions: readonly PaperQuestionPartsFragment[];
  readonly answers: readonly AnswerPartsFragment[];
  readonly results: readonly QuestionResult[];
}

/** Each question with the answer given and how it was marked. */
export function VerdictList({ questions, answers, results }: VerdictListProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState('all');
  const answerOf = new Map(answers.map((answer) => [answer.questionId, answer]));
  const resultOf = new Map(results.map((result) => [result.questionId, result]));
  const rows = questions.flatMap((question) => {
    const result = resultOf.get(question.id);
    return result ? [{ question, result, answer: answerOf.get(question.id) }] : [];
  });
  const wrong = rows.filter(({ result }) => result.verdict !== 'RIGHT');
  const listed = shown === 'all' ? rows : wrong;
  return (
    <Section
      title={t('result.questions')}
      description={t('result.rightCount', { right: rows.length - wrong.length, total: rows.length })}
      actions={
        wrong.length > 0 ? (
          <SegmentedControl
            aria-label={t('result.filter')}
            value={shown}
            onChange={setShown}
            data={[
              { value: 'all', label: t('result.all') },
              { value: 'wrong', label: t('result.notRight', { count: wrong.length }) },
            ]}
          />
        ) : null
      }
    >
      <ol className={classes.list}>
        {listed.map((row) => (
          <VerdictRow key={row.question.id} {...row} />
        ))}
      </ol>
    </Section>
  );
}
