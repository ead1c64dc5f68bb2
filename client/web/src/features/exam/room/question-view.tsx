import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import { Button, Group, Text } from '@mantine/core';
import { IconFlag, IconFlagFilled } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { AnswerInput } from './answer-input.tsx';
import type { AnswerView, Given } from './answers.ts';
import { Picture } from './inputs/picture.tsx';
import classes from './question-view.module.css';
import { SaveNote } from './save-note.tsx';

export interface QuestionViewProps {
  readonly question: PaperQuestionPartsFragment;
  readonly questionCount: number;
  readonly answer: AnswerView | undefined;
  readonly isFlagged: boolean;
  /** Whether it can be marked to come back to. */
  readonly canFlag: boolean;
  /** Whether nothing can be answered just now. */
  readonly isLocked: boolean;
  readonly onFlag: () => void;
  readonly onAnswer: (given: Given) => void;
}

/** One question: what is asked, the answer, whether it is saved, and the mark. */
export function QuestionView(props: QuestionViewProps) {
  const { question, questionCount, answer, isFlagged, canFlag, isLocked, onFlag, onAnswer } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const promptId = useId();
  const heading = useFocusOnChange(question.id);
  return (
    <article id="question" className={classes.card} aria-labelledby={`${promptId}-number`}>
      <Group justify="space-between" align="center" gap="sm" mb="md">
        <Group gap="sm" align="baseline">
          <Text component="h2" id={`${promptId}-number`} ref={heading} tabIndex={-1} fw={650} fz="md" m={0}>
            {t('room.questionOf', { number: question.position, total: questionCount })}
          </Text>
          <Text size="sm" c="dimmed">
            {t('room.points', { count: question.pointsMax, points: format.number(question.pointsMax) })}
          </Text>
        </Group>
        {canFlag ? (
          <Button
            size="sm"
            variant={isFlagged ? 'light' : 'default'}
            color={isFlagged ? 'orange' : 'ink'}
            aria-pressed={isFlagged}
            leftSection={isFlagged ? <IconFlagFilled size={17} aria-hidden /> : <IconFlag size={17} aria-hidden />}
            onClick={onFlag}
          >
            {t(isFlagged ? 'room.flagged' : 'room.flag')}
          </Button>
        ) : null}
      </Group>
      <div id={promptId} className={classes.prompt}>
        <Markdown text={question.prompt} />
        <Picture illustration={question.illustration} />
      </div>
      <AnswerInput
        // Typed text is the input's own: what came from another device is shown by a fresh one.
        key={isLocked ? 'locked' : 'open'}
        question={question}
        given={answer?.given ?? {}}
        promptId={promptId}
        isLocked={isLocked}
        onAnswer={onAnswer}
      />
      <SaveNote answer={answer} />
    </article>
  );
}

/** Moves the focus to the heading when another question is shown, but not when the page has just opened. */
function useFocusOnChange(questionId: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (lastShown !== null && lastShown !== questionId) heading.current?.focus({ preventScroll: true });
    if (lastShown !== null && lastShown !== questionId) scrollTo({ top: 0 });
    lastShown = questionId;
  }, [questionId]);
  return heading;
}

let lastShown: string | null = null;
