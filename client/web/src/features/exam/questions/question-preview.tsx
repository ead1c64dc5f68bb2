import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import { Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { AnswerInput } from '../room/answer-input.tsx';
import type { Given } from '../room/answers.ts';
import { Picture } from '../room/inputs/picture.tsx';

export interface QuestionPreviewProps {
  readonly question: PaperQuestionPartsFragment;
  readonly given: Given;
  readonly onAnswer: (given: Given) => void;
}

/** A question as in an exam, to be tried out; nothing is sent. */
export function QuestionPreview({ question, given, onAnswer }: QuestionPreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const promptId = useId();
  const { pointsMax } = question;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('room.points', { count: pointsMax, points: format.number(pointsMax) })}
      </Text>
      <div id={promptId}>
        {question.prompt.trim() === '' ? (
          <Text c="dimmed">{t('teach.previewEmpty')}</Text>
        ) : (
          <Markdown text={question.prompt} />
        )}
      </div>
      <Picture illustration={question.illustration} />
      <AnswerInput question={question} given={given} promptId={promptId} isLocked={false} onAnswer={onAnswer} />
    </Stack>
  );
}
