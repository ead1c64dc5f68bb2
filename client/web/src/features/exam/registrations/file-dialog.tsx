import { RegisterLearnersFromFileDocument, type RegisterLearnersFromFileMutation } from '@lectern/sdk';
import { Alert, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../../graph/error-text.ts';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { toBase64 } from '../../../ui/base64.ts';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { sayDone } from '../../../ui/toast.ts';

type Report = RegisterLearnersFromFileMutation['registerLearnersFromFile'];

const bytesMax = 5 * 1024 * 1024;
const mimeTypes = ['text/csv', 'application/vnd.ms-excel', 'text/plain'];
const rowsShown = 100;

function useRegistering(examId: string, onDone: () => void) {
  const { t } = useTranslation();
  const [contentBase64, setContent] = useState<string | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [readError, setReadError] = useState<unknown>(null);
  const run = useGraphMutation(RegisterLearnersFromFileDocument, {
    showsFailure: true,
    onDone: ({ registerLearnersFromFile: found }) => {
      setReport(found);
      if (found.isDryRun || found.problems.length > 0) return;
      sayDone(t('registrations.added', { count: found.registeredCount }));
      onDone();
    },
  });
  const choose = async (file: File) => {
    setReport(null);
    setReadError(null);
    run.reset();
    try {
      const content = await toBase64(file);
      setContent(content);
      run.mutate({ input: { examId, contentBase64: content, isDryRun: true } });
    } catch (error) {
      setReadError(error);
    }
  };
  const apply = () => {
    if (contentBase64 !== null) run.mutate({ input: { examId, contentBase64, isDryRun: false } });
  };
  return { report, error: readError ?? run.error, isBusy: run.isPending, choose, apply };
}

/** What is wrong with a row in the viewer's language; the server's own sentence for a code of tomorrow. */
function useProblemText() {
  const { i18n } = useTranslation();
  return ({ code, message }: Report['problems'][number]) =>
    i18n.exists(`registrations.problems.${code}`)
      ? i18n.t(`registrations.problems.${code}` as 'registrations.problems.LEARNER_MISSING')
      : message;
}

function Problems({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const format = useFormat();
  const save = () => {
    // The mark by which spreadsheets know UTF-8.
    const file = new Blob(['\uFEFF', report.problemsCsv], { type: 'text/csv;charset=utf-8' });
    saveFile(file, 'learners-problems.csv');
  };
  return (
    <Stack gap="sm">
      <Alert
        color="orange"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={t('registrations.badRows', { count: report.problems.length })}
      >
        {t('registrations.badRowsHint')}
      </Alert>
      <Table.ScrollContainer minWidth={300} maxHeight={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('import.problems')} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={80}>{t('import.row')}</Table.Th>
              <Table.Th>{t('import.message')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.problems.slice(0, rowsShown).map((problem) => (
              <Table.Tr key={`${problem.row} ${problem.field} ${problem.code}`}>
                <Table.Td className="lectern-tabular">{format.number(problem.row)}</Table.Td>
                <Table.Td>{problemText(problem)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group>
        <Button variant="default" leftSection={<IconDownload size={17} aria-hidden />} onClick={save}>
          {t('import.download')}
        </Button>
      </Group>
    </Stack>
  );
}

function FileForm({ examId, onClose }: { readonly examId: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { report, error, isBusy, choose, apply } = useRegistering(examId, onClose);
  const isGood = report !== null && report.problems.length === 0;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('registrations.fileHint')}
      </Text>
      <FileDrop
        title={t('registrations.drop')}
        hint={t('registrations.fileColumns')}
        endings={['.csv', '.txt']}
        mimeTypes={mimeTypes}
        bytesMax={bytesMax}
        isDisabled={isBusy}
        rejected={t('import.rejected')}
        onFile={(file) => void choose(file)}
      />
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      {isGood ? (
        <Alert color="teal" role="status" icon={<IconCircleCheck aria-hidden />}>
          {t('registrations.trial', { count: report.registeredCount })}{' '}
          {report.alreadyCount > 0 ? t('registrations.already', { count: report.alreadyCount }) : ''}
        </Alert>
      ) : null}
      {report && !isGood ? <Problems report={report} /> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button onClick={apply} disabled={!isGood || report.registeredCount === 0} loading={isBusy}>
          {t('registrations.register')}
        </Button>
      </Group>
    </Stack>
  );
}

export interface FileDialogProps {
  readonly isOpen: boolean;
  readonly examId: string;
  readonly onClose: () => void;
}

/** Registers learners named in a CSV file: a trial first, every bad row by number, then all or nobody. */
export function FileDialog({ isOpen, examId, onClose }: FileDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('registrations.fromFile')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <FileForm examId={examId} onClose={onClose} />
    </Modal>
  );
}
