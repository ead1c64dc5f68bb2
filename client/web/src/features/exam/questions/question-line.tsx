import { MoveQuestionDocument, type PaperPartsFragment } from '@lectern/sdk';
import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import type { NumberedQuestion } from '../sections/group-paper.ts';
import { QuestionDialog, type QuestionDialogProps } from './question-dialog.tsx';
import { QuestionMenu } from './question-menu.tsx';
import { QuestionText } from './question-text.tsx';
import classes from './questions.module.css';

export interface QuestionLineProps extends NumberedQuestion {
  readonly exam: QuestionDialogProps['exam'];
  readonly sections: PaperPartsFragment['sections'];
  /** Whether the exam can still be changed. */
  readonly isDraft: boolean;
  readonly problems: PaperPartsFragment['publishObstacles'];
}

function MoveSteps({ question, name, positionAbove, positionBelow }: NumberedQuestion & { readonly name: string }) {
  const { t } = useTranslation();
  const move = useGraphMutation(MoveQuestionDocument);
  const steps = [
    { label: t('common.moveUp', { name }), position: positionAbove, Icon: IconArrowUp },
    { label: t('common.moveDown', { name }), position: positionBelow, Icon: IconArrowDown },
  ];
  return steps.map(({ label, position, Icon }) => (
    <ActionIcon
      key={label}
      variant="subtle"
      color="gray"
      c="dimmed"
      size={34}
      aria-label={label}
      disabled={position === null || move.isPending}
      onClick={() => position !== null && move.mutate({ input: { questionId: question.id, position } })}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  ));
}

/** One question with its key, and what can be done with it. */
export function QuestionLine({ exam, sections, isDraft, problems, ...numbered }: QuestionLineProps) {
  const { t } = useTranslation();
  const [isOpen, dialog] = useDisclosure(false);
  const { question, number } = numbered;
  const name = t('room.questionNumber', { number });
  return (
    <li className={classes.line} id={`question-${question.id}`} tabIndex={-1}>
      <Text fw={600} c="dimmed" miw={28} className="lectern-tabular">
        {number}
      </Text>
      <div className={classes.body}>
        <QuestionText question={question}>
          {question.bankQuestionId ? (
            <Badge color="ink">{t('bank.fromVersion', { version: question.bankVersion ?? 1 })}</Badge>
          ) : null}
          {question.newerBankVersion ? <Badge color="orange">{t('bank.newer')}</Badge> : null}
          {problems.length > 0 ? <Badge color="orange">{t('questions.incomplete')}</Badge> : null}
        </QuestionText>
      </div>
      <Group gap={2} wrap="nowrap" className={classes.buttons ?? ''}>
        {isDraft ? (
          <>
            <MoveSteps {...numbered} name={name} />
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
          </>
        ) : null}
        <QuestionMenu examId={exam.id} question={question} name={name} sections={sections} isDraft={isDraft} />
      </Group>
      <QuestionDialog
        exam={exam}
        question={question}
        sectionId={question.sectionId}
        isOpen={isOpen}
        onClose={dialog.close}
      />
    </li>
  );
}
