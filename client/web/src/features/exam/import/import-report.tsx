import type { ImportReportFragment } from '@lectern/sdk';
import { Alert, Badge, Button, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDownload, IconFileCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { FigureCard } from '../../../ui/figure-card.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { Section } from '../../../ui/section.tsx';
import { useProblemWords } from './problem-words.ts';

export interface ImportReportProps {
  readonly report: ImportReportFragment;
  readonly fileName: string;
  readonly isBusy: boolean;
  readonly onApply: (leavesOutBadRows: boolean) => void;
}

const shownAtFirst = 50;

function Problems({ report, fileName }: { readonly report: ImportReportFragment; readonly fileName: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const wordsOf = useProblemWords();
  const [shown, setShown] = useState(shownAtFirst);
  const isTable = report.format === 'CSV';
  const save = () => {
    // The mark by which spreadsheets know UTF-8.
    const file = new Blob(['\uFEFF', report.problemsCsv], { type: 'text/csv;charset=utf-8' });
    saveFile(file, `${fileName.replace(/\.[^.]+$/, '') || 'questions'}-problems.csv`);
  };
  return (
    <Section
      title={t('import.problems')}
      description={t(isTable ? 'import.problemCount' : 'import.problemCountItems', { count: report.problemCount })}
      actions={
        <Button variant="default" leftSection={<IconDownload size={17} aria-hidden />} onClick={save}>
          {t('import.download')}
        </Button>
      }
    >
      <Table.ScrollContainer minWidth={300} maxHeight={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('import.problems')} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={{ base: 60, sm: 90 }}>{t(isTable ? 'import.row' : 'import.item')}</Table.Th>
              <Table.Th w={{ base: 100, sm: 150 }}>{t('import.field')}</Table.Th>
              <Table.Th>{t('import.message')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.problems.slice(0, shown).map((problem) => {
              const { words, detail } = wordsOf(problem);
              return (
                <Table.Tr key={`${problem.row} ${problem.field} ${problem.code} ${problem.message}`}>
                  <Table.Td className="lectern-tabular">{format.number(problem.row)}</Table.Td>
                  <Table.Td>
                    {problem.field === null ? t(isTable ? 'import.wholeRow' : 'import.wholeItem') : problem.field}
                  </Table.Td>
                  <Table.Td>
                    {words}
                    {detail ? (
                      <Text size="sm" c="dimmed" lang="en">
                        {detail}
                      </Text>
                    ) : null}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {report.problems.length > shown ? (
        <Button variant="default" mx="auto" onClick={() => setShown(shown + 200)}>
          {t('common.more')}
        </Button>
      ) : null}
    </Section>
  );
}

function Preview({ report }: { readonly report: ImportReportFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('import.preview')} description={t('import.previewHint', { count: report.preview.length })}>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('import.preview')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={70}>{t(report.format === 'CSV' ? 'import.row' : 'import.item')}</Table.Th>
              <Table.Th w={160}>{t('questions.kind')}</Table.Th>
              <Table.Th>{t('questions.prompt')}</Table.Th>
              <Table.Th>{t('import.choices')}</Table.Th>
              <Table.Th>{t('import.answer')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.preview.map((question) => (
              <Table.Tr key={question.row}>
                <Table.Td className="lectern-tabular">{format.number(question.row)}</Table.Td>
                <Table.Td>
                  <Badge color="gray">{t(`questions.kinds.${question.kind}`)}</Badge>
                </Table.Td>
                <Table.Td style={{ minWidth: 220 }}>
                  <Markdown text={question.prompt} inline />
                </Table.Td>
                <Table.Td>{question.choices.join(' · ')}</Table.Td>
                <Table.Td>{question.answer}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

/** What a trial has found: counts, what to do, every bad row, and the first questions as they would be. */
export function ImportReport({ report, fileName, isBusy, onApply }: ImportReportProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const badRows = report.rowCount - report.goodRowCount;
  const isTable = report.format === 'CSV';
  const isClean = report.problemCount === 0 && report.goodRowCount > 0;
  return (
    <Stack gap="lg">
      <Alert
        color={isClean ? 'teal' : 'orange'}
        role="status"
        radius="lg"
        icon={isClean ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
        title={
          isClean
            ? t('import.clean', { count: report.goodRowCount })
            : t(isTable ? 'import.unclean' : 'import.uncleanItems', { count: badRows })
        }
      >
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t(isClean ? 'import.cleanHint' : 'import.uncleanHint')}</Text>
          <Group gap="sm">
            {isClean ? (
              <Button
                loading={isBusy}
                onClick={() => onApply(false)}
                leftSection={<IconFileCheck size={18} aria-hidden />}
              >
                {t('import.apply', { count: report.goodRowCount })}
              </Button>
            ) : null}
            {!isClean && report.goodRowCount > 0 ? (
              <Button
                variant="default"
                loading={isBusy}
                onClick={() => onApply(true)}
                leftSection={<IconFileCheck size={18} aria-hidden />}
              >
                {t('import.applyGood', { count: report.goodRowCount })}
              </Button>
            ) : null}
          </Group>
        </Stack>
      </Alert>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <FigureCard label={t(isTable ? 'import.rows' : 'import.items')} value={format.number(report.rowCount)} />
        <FigureCard label={t('import.good')} value={format.number(report.goodRowCount)} />
        <FigureCard label={t('import.bad')} value={format.number(badRows)} />
        <FigureCard
          label={t('import.encoding')}
          value={report.encoding}
          {...(report.delimiter === null
            ? {}
            : { hint: t('import.delimiter', { delimiter: report.delimiter === '\t' ? '⇥' : report.delimiter }) })}
        />
      </SimpleGrid>
      {report.problems.length > 0 ? <Problems report={report} fileName={fileName} /> : null}
      {report.preview.length > 0 ? <Preview report={report} /> : null}
    </Stack>
  );
}
