import type { AnswerPartsFragment, AttemptWithResultFragment, PaperQuestionPartsFragment, Verdict } from '@lectern/sdk';
import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import {
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleMinus,
  IconCircleXFilled,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Section } from '../../ui/section.tsx';
import { rightAnswerContent, useAnswerWords } from './answer-words.ts';
import { contentOf } from './room/answers.ts';
import classes from './verdict-list.module.css';

type QuestionResult = NonNullable<AttemptWithResultFragment['result']>['questions'][number];

const marks: Record<Verdict, { icon: typeof IconCircleHalf2; color: string }> = {
  RIGHT: { icon: IconCircleCheckFilled, color: 'var(--lectern-good)' },
  PARTLY_RIGHT: { icon: IconCircleHalf2, color: 'var(--lectern-warn)' },
  WRONG: { icon: IconCircleXFilled, color: 'var(--lectern-bad)' },
  UNANSWERED: { icon: IconCircleDashed, color: 'var(--mantine-color-dimmed)' },
  VOIDED: { icon: IconCircleMinus, color: 'var(--mantine-color-dimmed)' },
};

interface RowProps {
  readonly question: PaperQuestionPartsFragment;
  readonly answer: AnswerPartsFragment | undefined;
  readonly result: QuestionResult;
}

function Explanations({ question, result }: Pick<RowProps, 'question' | 'result'>) {
  const { t } = useTranslation();
  const answerWords = useAnswerWords();
  const { rightAnswer, feedback, markerFeedback } = result;
  return (
    <>
      {rightAnswer ? (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('result.rightAnswer', { answer: answerWords(question, rightAnswerContent(rightAnswer)) })}
        </Text>
      ) : null}
      {feedback ? (
        <div className={classes.aside}>
          <Text size="sm" fw={600}>
            {t('result.explanation')}
          </Text>
          <Markdown text={feedback} />
        </div>
      ) : null}
      {markerFeedback.map((words) => (
        <div key={words} className={classes.aside}>
          <Text size="sm" fw={600}>
            {t('result.markerSays')}
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
            {words}
          </Text>
        </div>
      ))}
    </>
  );
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
            {t('result.yourAnswer', { answer: answerWords(question, answer ? contentOf(answer) : {}) })}
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
          <Explanations question={question} result={result} />
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
  const wrong = rows.filter(({ result }) => result.verdict !== 'RIGHT' && result.verdict !== 'VOIDED');
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
