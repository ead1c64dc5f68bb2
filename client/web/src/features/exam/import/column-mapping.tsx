import type { ImportColumnInput, ImportReportFragment } from '@lectern/sdk';
import { Select, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/section.tsx';
import { isPlainColumn, letteredColumn, mappingWith, offeredColumns } from './columns.ts';

/** The name of a column of ours, in words. */
export function useColumnWords(): (column: string) => string {
  const { t } = useTranslation();
  return (column) => {
    const lettered = letteredColumn(column);
    if (lettered) return t(`import.columnNames.${lettered.name}`, { letter: lettered.letter });
    return isPlainColumn(column) ? t(`import.columnNames.${column}`) : column;
  };
}

export interface ColumnMappingProps {
  readonly columns: ImportReportFragment['columns'];
  readonly isBusy: boolean;
  readonly onChange: (columns: readonly ImportColumnInput[]) => void;
}

/** What each column of a CSV file is read as; a change reads the file anew. */
export function ColumnMapping({ columns, isBusy, onChange }: ColumnMappingProps) {
  const { t } = useTranslation();
  const wordsOf = useColumnWords();
  const read = columns.filter(({ readAs }) => readAs !== null).length;
  const data = offeredColumns(columns.length).map((value) => ({ value, label: wordsOf(value) }));
  return (
    <Section title={t('import.mapping')} description={t('import.mappingHint', { count: columns.length, read })}>
      <Table.ScrollContainer minWidth={300} maxHeight={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('import.mapping')} verticalSpacing={6} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('import.inFile')}</Table.Th>
              <Table.Th>{t('import.readAs')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map(({ name, readAs }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </Table.Th>
                <Table.Td>
                  <Select
                    aria-label={t('import.readAsOf', { name })}
                    placeholder={t('import.notRead')}
                    searchable
                    clearable
                    clearButtonProps={{ 'aria-label': t('common.clear') }}
                    nothingFoundMessage={t('common.nothingFound')}
                    disabled={isBusy}
                    data={data}
                    value={readAs}
                    onChange={(value) => onChange(mappingWith(columns, name, value))}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
