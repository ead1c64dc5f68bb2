import type { ExamRoomNumbersFragment, ExamRoomQuery } from '@lectern/sdk';
import { Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { AttemptDrawer } from './attempt-drawer.tsx';
import { RoomBar } from './room-bar.tsx';
import { filterOf, type RoomView } from './room-filter.ts';
import { RoomFilters } from './room-filters.tsx';
import { RoomNumbers } from './room-numbers.tsx';
import { RoomTable } from './room-table.tsx';
import { useLearnerNames } from './use-learner-names.ts';
import { type RoomRow, useRoomAttempts } from './use-room-attempts.ts';

export type RoomExam = NonNullable<ExamRoomQuery['examRoom']>['exam'];

/** The attempts that are chosen, also those on other pages. */
function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (ids: readonly string[], isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  return { chosen, choose, clear: () => setChosen(new Set()) };
}

/** The list of attempts with what can be done about one, some or all of them. */
export function RoomTab({ exam, numbers }: { readonly exam: RoomExam; readonly numbers: ExamRoomNumbersFragment }) {
  const { t } = useTranslation();
  const [view, setView] = useState<RoomView>('all');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 250);
  const names = useLearnerNames(exam.id, typed !== '');
  const attempts = useRoomAttempts(exam.id, filterOf(view, search, names.data ?? []));
  const { chosen, choose, clear } = useChosen();
  const [opened, setOpened] = useState<RoomRow | null>(null);
  const data = attempts.query.data;
  const present = data?.rows.find(({ attempt }) => attempt.id === opened?.attempt.id) ?? opened;
  return (
    <Stack gap="lg">
      <RoomNumbers numbers={numbers} />
      <RoomBar exam={exam} numbers={numbers} chosen={chosen} onClear={clear} />
      <RoomFilters view={view} onView={setView} search={typed} onSearch={setTyped} isSearching={names.isFetching} />
      <Loaded query={attempts.query}>
        {({ rows, totalCount, readAt }) => (
          <RoomTable
            {...{ rows, totalCount, readAt, chosen }}
            isFiltered={view !== 'all' || search !== ''}
            pages={attempts}
            label={t('proctor.attempts')}
            onChoose={choose}
            onOpen={setOpened}
          />
        )}
      </Loaded>
      <AttemptDrawer exam={exam} row={present} readAt={data?.readAt ?? 0} onClose={() => setOpened(null)} />
    </Stack>
  );
}
