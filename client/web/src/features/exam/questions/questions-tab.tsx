import { type ExamForEditingQuery, ExamPaperDocument } from '@lectern/sdk';
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileSpreadsheet, IconInfoCircle, IconListNumbers, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import { PublishChecks } from './publish-checks.tsx';
import { QuestionDialog } from './question-dialog.tsx';
import { QuestionLine } from './question-line.tsx';
import classes from './questions.module.css';

type Exam = NonNullable<ExamForEditingQuery['exam']>;

/** The questions of an exam: add, change, move, remove while it is a draft; what is missing before publishing. */
export function QuestionsTab({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const format = useFormat();
  const paper = useGraphQuery(ExamPaperDocument, { examId: exam.id });
  const [isAdding, add] = useDisclosure(false);
  const isDraft = exam.status === 'DRAFT';
  const buttons = isDraft ? (
    <Group gap="xs">
      <Button
        component={Link}
        to={`/teach/exams/${exam.id}/import`}
        variant="default"
        leftSection={<IconFileSpreadsheet size={17} aria-hidden />}
      >
        {t('questions.import')}
      </Button>
      <Button onClick={add.open} leftSection={<IconPlus size={17} aria-hidden />}>
        {t('questions.add')}
      </Button>
    </Group>
  ) : null;
  return (
    <Stack gap="lg">
      {isDraft ? null : (
        <Alert color="ink" icon={<IconInfoCircle aria-hidden />}>
          {t('questions.fixed')}
        </Alert>
      )}
      <Loaded query={paper}>
        {({ examPaper }) => (
          <>
            {isDraft ? <PublishChecks exam={exam} paper={examPaper} /> : null}
            <Section
              title={t('exam.tabs.questions')}
              description={t('exam.questionsPoints', {
                count: examPaper.questions.length,
                points: format.number(examPaper.questions.reduce((sum, { pointsMax }) => sum + pointsMax, 0)),
              })}
              actions={buttons}
            >
              {examPaper.questions.length === 0 ? (
                <EmptyBlock icon={IconListNumbers} title={t('questions.none')}>
                  {t('questions.noneHint')}
                </EmptyBlock>
              ) : (
                <ol className={classes.list}>
                  {examPaper.questions.map((question) => (
                    <QuestionLine
                      key={question.id}
                      question={question}
                      count={examPaper.questions.length}
                      isDraft={isDraft}
                      problems={examPaper.publishObstacles.filter(({ questionId }) => questionId === question.id)}
                    />
                  ))}
                </ol>
              )}
            </Section>
          </>
        )}
      </Loaded>
      <QuestionDialog examId={exam.id} question={null} isOpen={isAdding} onClose={add.close} />
    </Stack>
  );
}
