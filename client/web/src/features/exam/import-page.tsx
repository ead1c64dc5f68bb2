import { ExamForEditingDocument, ImportQuestionsDocument, type ImportReportFragment } from '@lectern/sdk';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { useErrorText } from '../../graph/error-text.ts';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Page } from '../../ui/page.tsx';
import { Section, Surface } from '../../ui/section.tsx';
import { FailureBlock, LoadingPage } from '../../ui/states.tsx';
import { toBase64 } from './import/base64.ts';
import { ColumnsHelp } from './import/columns-help.tsx';
import { ImportReport } from './import/import-report.tsx';

const bytesMax = 5 * 1024 * 1024;
const mimeTypes = ['text/csv', 'application/vnd.ms-excel', 'text/plain'];

interface Chosen {
  readonly name: string;
  readonly size: number;
  readonly contentBase64: string;
}

function useImport(examId: string) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [report, setReport] = useState<ImportReportFragment | null>(null);
  const [readError, setReadError] = useState<unknown>(null);
  const run = useGraphMutation(ImportQuestionsDocument, {
    onDone: (data) => setReport(data.importQuestions.import),
    showsFailure: true,
  });
  const choose = async (file: File) => {
    setReport(null);
    setReadError(null);
    run.reset();
    try {
      const contentBase64 = await toBase64(file);
      setChosen({ name: file.name, size: file.size, contentBase64 });
      run.mutate({ input: { examId, contentBase64, fileName: file.name, isDryRun: true } });
    } catch (error) {
      setReadError(error);
    }
  };
  const apply = (leavesOutBadRows: boolean) => {
    if (!chosen) return;
    const { contentBase64, name } = chosen;
    run.mutate({ input: { examId, contentBase64, fileName: name, isDryRun: false, leavesOutBadRows } });
  };
  const reset = () => {
    setChosen(null);
    setReport(null);
    run.reset();
  };
  return { chosen, report, error: readError ?? run.error, isBusy: run.isPending, choose, apply, reset };
}

function Imported({
  examId,
  report,
  onMore,
}: {
  readonly examId: string;
  readonly report: ImportReportFragment;
  readonly onMore: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Alert
      color="teal"
      role="status"
      icon={<IconCircleCheck aria-hidden />}
      title={t('import.doneTitle', { count: report.addedCount })}
    >
      <Group mt="sm">
        <Button component={Link} to={`/teach/exams/${examId}?tab=questions`}>
          {t('import.toQuestions')}
        </Button>
        <Button variant="default" onClick={onMore}>
          {t('import.another')}
        </Button>
      </Group>
    </Alert>
  );
}

function ImportView({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const { chosen, report, error, isBusy, choose, apply, reset } = useImport(examId);
  const isDone = report !== null && !report.isDryRun && report.addedCount > 0;
  return (
    <Stack gap="lg">
      {isDone ? <Imported examId={examId} report={report} onMore={reset} /> : null}
      {isDone ? null : (
        <Section title={t('import.file')} description={t('import.fileHint')}>
          <FileDrop
            title={t('import.drop')}
            hint={t('import.dropHint')}
            endings={['.csv', '.txt']}
            mimeTypes={mimeTypes}
            bytesMax={bytesMax}
            isDisabled={isBusy}
            rejected={t('import.rejected')}
            onFile={(file) => void choose(file)}
          />
          {chosen ? (
            <Group gap="xs" role="status">
              <IconFileSpreadsheet size={19} color="var(--mantine-color-dimmed)" aria-hidden />
              <Text size="sm">
                {chosen.name} · {format.bytes(chosen.size)}
                {isBusy ? ` · ${t('import.reading')}` : ''}
              </Text>
            </Group>
          ) : null}
        </Section>
      )}
      {error ? <FailureBlock title={t('import.failed')} message={errorText(error)} /> : null}
      {report && !isDone ? (
        <ImportReport report={report} fileName={chosen?.name ?? ''} isBusy={isBusy} onApply={apply} />
      ) : null}
      {report ? null : (
        <Surface component="section" aria-label={t('import.columns')}>
          <ColumnsHelp />
        </Surface>
      )}
    </Stack>
  );
}

/** Questions from a CSV file: a trial first, every bad row by number and field, then applying. */
export function Component() {
  const { t } = useTranslation();
  const { examId = '' } = useParams();
  const exam = useGraphQuery(ExamForEditingDocument, { id: examId });
  return (
    <Loaded query={exam} loading={<LoadingPage />}>
      {(data) =>
        data.exam?.viewerCanEdit ? (
          <Page
            title={t('import.title')}
            description={t('import.hint')}
            crumbs={[
              { label: t('nav.teaching'), to: '/teach' },
              { label: data.exam.title, to: `/teach/exams/${examId}?tab=questions` },
            ]}
          >
            {data.exam.status === 'DRAFT' ? (
              <ImportView examId={examId} />
            ) : (
              <FailureBlock title={t('import.notDraft')} message={t('questions.fixed')} />
            )}
          </Page>
        ) : (
          <NotFoundPage />
        )
      }
    </Loaded>
  );
}
