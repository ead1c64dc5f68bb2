import { Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Surface } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { RoomTableRow } from './room-table-row.tsx';
import type { RoomRow, useRoomAttempts } from './use-room-attempts.ts';

export interface RoomTableProps {
  readonly rows: readonly RoomRow[];
  readonly totalCount: number;
  readonly readAt: number;
  readonly chosen: ReadonlySet<string>;
  readonly isFiltered: boolean;
  readonly pages: Pick<ReturnType<typeof useRoomAttempts>, 'pageNumber' | 'pageCount' | 'toNext' | 'toPrevious'>;
  readonly label: string;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
  readonly onOpen: (row: RoomRow) => void;
}

function Pager({ pages, totalCount }: Pick<RoomTableProps, 'pages' | 'totalCount'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pageNumber, pageCount, toNext, toPrevious } = pages;
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" role="status">
        {t('proctor.found', { count: totalCount, total: format.number(totalCount) })}
      </Text>
      {pageCount > 1 ? (
        <Group gap="xs" component="nav" aria-label={t('proctor.pages')}>
          <Button size="xs" variant="default" disabled={!toPrevious} onClick={() => toPrevious?.()}>
            {t('proctor.previousPage')}
          </Button>
          <Text size="sm" className="lectern-tabular">
            {t('proctor.pageOf', { number: pageNumber, total: pageCount })}
          </Text>
          <Button size="xs" variant="default" disabled={!toNext} onClick={() => toNext?.()}>
            {t('proctor.nextPage')}
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}

/** A page of attempts; those that need a look come first. */
export function RoomTable(props: RoomTableProps) {
  const { rows, totalCount, readAt, chosen, isFiltered, pages, label, onChoose, onOpen } = props;
  const { t } = useTranslation();
  useNow(1000);
  const now = performance.now();
  const ids = rows.map(({ attempt }) => attempt.id);
  const chosenHere = ids.filter((id) => chosen.has(id)).length;
  if (rows.length === 0) {
    return (
      <EmptyBlock icon={IconUsers} title={t(isFiltered ? 'common.nothingFound' : 'proctor.none')}>
        {isFiltered ? null : t('proctor.noneHint')}
      </EmptyBlock>
    );
  }
  return (
    <Surface p={{ base: 'xs', sm: 'lg' }}>
      <Stack gap="sm">
        <Pager pages={pages} totalCount={totalCount} />
        <Table.ScrollContainer minWidth={280}>
          <Table aria-label={label} verticalSpacing={8} horizontalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={44}>
                  <Checkbox
                    aria-label={t('proctor.choosePage')}
                    checked={chosenHere === ids.length}
                    indeterminate={chosenHere > 0 && chosenHere < ids.length}
                    onChange={(event) => onChoose(ids, event.currentTarget.checked)}
                  />
                </Table.Th>
                <Table.Th>{t('teach.learner')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('proctor.standing')}</Table.Th>
                <Table.Th>{t('proctor.timeLeft')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('proctor.answered')}</Table.Th>
                <Table.Th visibleFrom="md">{t('proctor.lastSeen')}</Table.Th>
                <Table.Th visibleFrom="lg">{t('proctor.device')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('proctor.incidents')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <RoomTableRow
                  key={row.attempt.id}
                  {...{ row, readAt, now, onChoose, onOpen }}
                  isChosen={chosen.has(row.attempt.id)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {pages.pageCount > 1 ? <Pager pages={pages} totalCount={totalCount} /> : null}
      </Stack>
    </Surface>
  );
}
