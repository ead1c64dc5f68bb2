import type { AuthoredQuestionPartsFragment } from '@lectern/sdk';
import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { AnswerKey } from './answer-key.tsx';
import classes from './questions.module.css';

export interface QuestionTextProps {
  readonly question: AuthoredQuestionPartsFragment;
  /** Badges after the kind and the points. */
  readonly children?: ReactNode;
}

/** A question with its kind, points, picture and key, for those who write it. */
export function QuestionText({ question, children }: QuestionTextProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { illustration, scoring } = question;
  return (
    <>
      <Group gap={6} mb={4}>
        <Badge color="gray">{t(`questions.kinds.${question.kind}`)}</Badge>
        <Text size="sm" c="dimmed">
          {t('room.points', { count: question.pointsMax, points: format.number(question.pointsMax) })}
        </Text>
        {scoring && scoring !== 'ALL_OR_NOTHING' ? (
          <Text size="sm" c="dimmed">
            · {t(`questions.scorings.${scoring}`)}
          </Text>
        ) : null}
        {children}
      </Group>
      <Markdown text={question.prompt} />
      {illustration ? <img src={illustration.url} alt={illustration.alt} className={classes.smallPicture} /> : null}
      <AnswerKey question={question} />
    </>
  );
}
