import { AddToBankDocument, type ExamForEditingQuery, ExamPaperDocument, type PaperPartsFragment } from '@lectern/sdk';
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconEye, IconFileUpload, IconFolderPlus, IconInfoCircle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../../graph/use-graph.ts';
import { sayDone } from '../../../ui/toast.ts';
import { ExportMenu } from '../export/export-menu.tsx';
import { AddButtons } from '../sections/add-buttons.tsx';
import { groupPaper } from '../sections/group-paper.ts';
import { PaperGroupView } from '../sections/paper-group-view.tsx';
import { SectionDialog } from '../sections/section-dialog.tsx';
import { PublishChecks } from './publish-checks.tsx';

type Exam = NonNullable<ExamForEditingQuery['exam']>;

function AddAllToBank({ exam, paper }: { readonly exam: Exam; readonly paper: PaperPartsFragment }) {
  const { t } = useTranslation();
  const add = useGraphMutation(AddToBankDocument, {
    onDone: ({ addToBank }) => sayDone(t('bank.added', { count: addToBank.addedCount })),
  });
  if (paper.questions.every(({ bankQuestionId }) => bankQuestionId !== null)) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconArchive size={17} aria-hidden />}
      loading={add.isPending}
      onClick={() => add.mutate({ input: { examId: exam.id } })}
    >
      {t('bank.addAll')}
    </Button>
  );
}

/** What concerns all questions together: a look as a learner, files, the bank. */
function PaperTools({ exam, paper }: { readonly exam: Exam; readonly paper: PaperPartsFragment }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Button
        component={Link}
        to={`/teach/exams/${exam.id}/preview`}
        variant="default"
        leftSection={<IconEye size={17} aria-hidden />}
      >
        {t('preview.open')}
      </Button>
      {exam.status === 'DRAFT' ? (
        <Button
          component={Link}
          to={`/teach/exams/${exam.id}/import`}
          variant="default"
          leftSection={<IconFileUpload size={17} aria-hidden />}
        >
          {t('exchange.import')}
        </Button>
      ) : null}
      <ExportMenu source={{ examId: exam.id }} isDisabled={paper.questions.length === 0} />
      <AddAllToBank exam={exam} paper={paper} />
    </Group>
  );
}

function PaperEditor({ exam, paper }: { readonly exam: Exam; readonly paper: PaperPartsFragment }) {
  const { t } = useTranslation();
  const [isNaming, section] = useDisclosure(false);
  const groups = useMemo(() => groupPaper(paper), [paper]);
  const takenIds = useMemo(
    () => new Set(paper.questions.flatMap(({ bankQuestionId }) => (bankQuestionId ? [bankQuestionId] : []))),
    [paper],
  );
  const isDraft = exam.status === 'DRAFT';
  return (
    <>
      {isDraft ? <PublishChecks exam={exam} paper={paper} groups={groups} /> : null}
      <Group justify="space-between" gap="sm">
        {isDraft ? (
          <Group gap="xs">
            <AddButtons exam={exam} takenIds={takenIds} section={null} />
            <Button variant="default" leftSection={<IconFolderPlus size={17} aria-hidden />} onClick={section.open}>
              {t('sections.add')}
            </Button>
          </Group>
        ) : null}
        <PaperTools exam={exam} paper={paper} />
      </Group>
      {groups.map((group) => (
        <PaperGroupView
          key={group.section?.id ?? ''}
          exam={exam}
          paper={paper}
          group={group}
          takenIds={takenIds}
          isDraft={isDraft}
        />
      ))}
      <SectionDialog examId={exam.id} section={null} isOpen={isNaming} onClose={section.close} />
    </>
  );
}

/** The questions of an exam by section, with random draws; what is missing before publishing. */
export function QuestionsTab({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const paper = useGraphQuery(ExamPaperDocument, { examId: exam.id });
  return (
    <Stack gap="lg">
      {exam.status === 'DRAFT' ? null : (
        <Alert color="ink" icon={<IconInfoCircle aria-hidden />}>
          {t('questions.fixed')}
        </Alert>
      )}
      <Loaded query={paper}>{({ examPaper }) => <PaperEditor exam={exam} paper={examPaper} />}</Loaded>
    </Stack>
  );
}
