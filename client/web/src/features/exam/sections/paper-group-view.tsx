import type { PaperPartsFragment } from '@lectern/sdk';
import { Stack, Text } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import type { QuestionDialogProps } from '../questions/question-dialog.tsx';
import { QuestionLine } from '../questions/question-line.tsx';
import { AddButtons } from './add-buttons.tsx';
import { DrawCard } from './draw-card.tsx';
import type { PaperGroup } from './group-paper.ts';
import { SectionActions } from './section-actions.tsx';
import classes from './sections.module.css';

export interface PaperGroupViewProps {
  readonly exam: QuestionDialogProps['exam'];
  readonly paper: PaperPartsFragment;
  readonly group: PaperGroup;
  readonly takenIds: ReadonlySet<string>;
  readonly isDraft: boolean;
}

function GroupList({ exam, paper, group, isDraft }: Omit<PaperGroupViewProps, 'takenIds'>) {
  return (
    <ol className={classes.list}>
      {group.questions.map((numbered) => (
        <QuestionLine
          key={numbered.question.id}
          {...numbered}
          exam={exam}
          sections={paper.sections}
          isDraft={isDraft}
          problems={paper.publishObstacles.filter(({ questionId }) => questionId === numbered.question.id)}
        />
      ))}
      {group.draws.map((numbered) => (
        <DrawCard key={numbered.draw.id} {...numbered} exam={exam} sections={paper.sections} isDraft={isDraft} />
      ))}
    </ol>
  );
}

/** One section with its questions and draws, or what stands in no section. */
export function PaperGroupView(props: PaperGroupViewProps) {
  const { exam, paper, group, takenIds, isDraft } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { section, questionCount, points } = group;
  const isEmpty = questionCount === 0;
  const isWhole = section === null && paper.sections.length === 0;
  return (
    <Section
      title={section?.title ?? t(isWhole ? 'exam.tabs.questions' : 'sections.none')}
      description={t('exam.questionsPoints', { count: questionCount, points: format.number(points) })}
      actions={
        isDraft && section ? (
          <SectionActions examId={exam.id} section={section} count={paper.sections.length} />
        ) : undefined
      }
    >
      <Stack gap="xs">
        {section?.instructions ? (
          <Text component="div" size="sm" c="dimmed">
            <Markdown text={section.instructions} />
          </Text>
        ) : null}
        {isEmpty && isWhole ? (
          <EmptyBlock icon={IconListNumbers} title={t('questions.none')}>
            {t('questions.noneHint')}
          </EmptyBlock>
        ) : null}
        {isEmpty && section ? (
          <Text size="sm" c="dimmed">
            {t('sections.empty')}
          </Text>
        ) : null}
        {isEmpty ? null : <GroupList exam={exam} paper={paper} group={group} isDraft={isDraft} />}
        {isDraft && section ? <AddButtons exam={exam} takenIds={takenIds} section={section} /> : null}
      </Stack>
    </Section>
  );
}
