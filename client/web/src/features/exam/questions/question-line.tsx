import {
  type AuthoredQuestionPartsFragment,
  MoveQuestionDocument,
  type PaperPartsFragment,
  RemoveQuestionDocument,
} from '@lectern/sdk';
import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircle, IconCircleCheckFilled, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { MoveButtons } from '../../../ui/move-buttons.tsx';
import { QuestionDialog } from './question-dialog.tsx';
import classes from './questions.module.css';

function AnswerKey({ question }: { readonly question: AuthoredQuestionPartsFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (question.choices.length > 0) {
    return (
      <ul className={classes.choices}>
        {question.choices.map(({ id, text, isRight }) => (
          <li key={id}>
            {isRight ? (
              <IconCircleCheckFilled size={17} color="var(--lectern-good)" aria-hidden />
            ) : (
              <IconCircle size={17} color="var(--mantine-color-dimmed)" aria-hidden />
            )}
            <span>
              <Markdown text={text} inline />
              {isRight ? <span className="lectern-hidden"> ({t('questions.right')})</span> : null}
            </span>
          </li>
        ))}
      </ul>
    );
  }
  let words = question.acceptedTexts.join(' | ');
  if (question.kind === 'TRUE_FALSE')
    words = question.isTrue === null ? '–' : t(question.isTrue ? 'room.true' : 'room.false');
  if (question.kind === 'NUMERIC' && question.number !== null) {
    const tolerance = question.tolerance ? ` ± ${format.number(question.tolerance)}` : '';
    words = `${format.number(question.number)}${tolerance}${question.unit ? ` ${question.unit}` : ''}`;
  }
  return (
    <Text size="sm" c="dimmed" mt={6}>
      {t('questions.answerIs', { answer: words })}
    </Text>
  );
}

export interface QuestionLineProps {
  readonly question: AuthoredQuestionPartsFragment;
  readonly count: number;
  /** Whether the exam can still be changed. */
  readonly isDraft: boolean;
  readonly problems: PaperPartsFragment['publishObstacles'];
}

/** One question with its key, and what can be done with it. */
export function QuestionLine({ question, count, isDraft, problems }: QuestionLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const [isOpen, dialog] = useDisclosure(false);
  const move = useGraphMutation(MoveQuestionDocument);
  const remove = useGraphMutation(RemoveQuestionDocument, { done: t('questions.removed') });
  const name = t('room.questionNumber', { number: question.position });
  const ask = async () => {
    const sure = await confirm({
      title: t('questions.removeTitle'),
      body: t('questions.removeBody', { name }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { questionId: question.id } });
  };
  return (
    <li className={classes.line}>
      <Text fw={600} c="dimmed" miw={28} className="lectern-tabular">
        {question.position}
      </Text>
      <div className={classes.body}>
        <Group gap={6} mb={4}>
          <Badge color="gray">{t(`questions.kinds.${question.kind}`)}</Badge>
          <Text size="sm" c="dimmed">
            {t('room.points', { count: question.pointsMax, points: format.number(question.pointsMax) })}
          </Text>
          {problems.length > 0 ? <Badge color="orange">{t('questions.incomplete')}</Badge> : null}
        </Group>
        <Markdown text={question.prompt} />
        <AnswerKey question={question} />
      </div>
      {isDraft ? (
        <Group gap={2} wrap="nowrap" className={classes.buttons ?? ''}>
          <MoveButtons
            name={name}
            position={question.position}
            count={count}
            isDisabled={move.isPending}
            onMove={(position) => move.mutate({ input: { questionId: question.id, position } })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={34}
            aria-label={t('teach.editOf', { name })}
            onClick={dialog.open}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={34}
            aria-label={t('teach.removeOf', { name })}
            onClick={() => void ask()}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ) : null}
      <QuestionDialog examId="" question={question} isOpen={isOpen} onClose={dialog.close} />
    </li>
  );
}
