import type { QuestionFormat } from '@lectern/sdk';
import { Alert, Button, Group, Select, Stack, TagsInput, Text } from '@mantine/core';
import { IconCircleCheck, IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useErrorText } from '../../../graph/error-text.ts';
import { useFormat } from '../../../i18n/format.ts';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { Section, Surface } from '../../../ui/section.tsx';
import { FailureBlock } from '../../../ui/states.tsx';
import { ColumnMapping } from './column-mapping.tsx';
import { ColumnsHelp } from './columns-help.tsx';
import { questionFileEndings, questionFormats } from './formats.ts';
import { ImportReport } from './import-report.tsx';
import { type Chosen, type ImportTarget, useImport } from './use-import.ts';

const bytesMax = 5 * 1024 * 1024;
const mimeTypes = [
  'text/csv',
  'text/tab-separated-values',
  'application/vnd.ms-excel',
  'text/plain',
  'text/xml',
  'application/xml',
  'application/zip',
  'application/x-zip-compressed',
];

interface FileBarProps {
  readonly chosen: Chosen;
  readonly isBusy: boolean;
  readonly format: QuestionFormat | null;
  readonly onFormat: (format: QuestionFormat) => void;
}

/** Which file it is and as what it was read, which can be put right. */
function FileBar({ chosen, isBusy, format, onFormat }: FileBarProps) {
  const { t } = useTranslation();
  const words = useFormat();
  return (
    <Group gap="md" align="flex-end" justify="space-between">
      <Group gap="xs" role="status" wrap="nowrap" miw={0}>
        <IconFileSpreadsheet size={19} color="var(--mantine-color-dimmed)" aria-hidden style={{ flex: 'none' }} />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {chosen.name} · {words.bytes(chosen.size)}
          {isBusy ? ` · ${t('import.reading')}` : ''}
        </Text>
      </Group>
      <Select
        label={t('import.format')}
        w={200}
        allowDeselect={false}
        placeholder={t('import.formatUnknown')}
        disabled={isBusy}
        data={questionFormats.map((value) => ({ value, label: t(`exchange.formats.${value}`) }))}
        value={format}
        onChange={(value) => {
          const known = questionFormats.find((one) => one === value);
          if (known) onFormat(known);
        }}
      />
    </Group>
  );
}

export interface ImportViewProps {
  readonly target: ImportTarget;
  /** Where the questions are afterwards. */
  readonly back: { readonly to: string; readonly label: string };
}

function Imported({
  count,
  back,
  onMore,
}: {
  readonly count: number;
  readonly back: ImportViewProps['back'];
  readonly onMore: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Alert color="teal" role="status" icon={<IconCircleCheck aria-hidden />} title={t('import.doneTitle', { count })}>
      <Group mt="sm">
        <Button component={Link} to={back.to}>
          {back.label}
        </Button>
        <Button variant="default" onClick={onMore}>
          {t('import.another')}
        </Button>
      </Group>
    </Alert>
  );
}

/** A file of questions: a trial first, every bad row by number and field, then applying. */
export function ImportView({ target, back }: ImportViewProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [tags, setTags] = useState<string[]>([]);
  const { chosen, reading, report, error, isBusy, choose, readAs, apply, reset } = useImport(target);
  if (report && !report.isDryRun && report.addedCount > 0) {
    return <Imported count={report.addedCount} back={back} onMore={reset} />;
  }
  // What a column is, is asked before anything else when that is what is wrong.
  const isMappingFirst = report?.problems.some(({ code }) => code.startsWith('COLUMN_')) ?? false;
  const mapping =
    report && report.columns.length > 0 ? (
      <ColumnMapping
        columns={report.columns}
        isBusy={isBusy}
        onChange={(columns) => readAs({ format: report.format, columns })}
      />
    ) : null;
  return (
    <Stack gap="lg">
      <Section title={t('import.file')} description={t('import.fileHint')}>
        <FileDrop
          title={t('import.drop')}
          hint={t('import.dropHint')}
          endings={questionFileEndings}
          mimeTypes={mimeTypes}
          bytesMax={bytesMax}
          isDisabled={isBusy}
          rejected={t('import.rejected')}
          onFile={(file) => void choose(file)}
        />
        {chosen ? (
          <FileBar
            chosen={chosen}
            isBusy={isBusy}
            format={report?.format ?? reading.format}
            onFormat={(format) => readAs({ format, columns: [] })}
          />
        ) : null}
        {'courseId' in target && chosen ? (
          <TagsInput
            label={t('import.tags')}
            description={t('import.tagsHint')}
            maxTags={20}
            maxLength={60}
            splitChars={[',']}
            acceptValueOnBlur
            value={tags}
            onChange={setTags}
          />
        ) : null}
      </Section>
      {error ? <FailureBlock title={t('import.failed')} message={errorText(error)} /> : null}
      {isMappingFirst ? mapping : null}
      {report ? (
        <ImportReport
          report={report}
          fileName={chosen?.name ?? ''}
          isBusy={isBusy}
          onApply={(leavesOutBadRows) => apply(leavesOutBadRows, tags)}
        />
      ) : null}
      {isMappingFirst ? null : mapping}
      {report ? null : (
        <Surface component="section" aria-label={t('import.columns')}>
          <ColumnsHelp />
        </Surface>
      )}
    </Stack>
  );
}
