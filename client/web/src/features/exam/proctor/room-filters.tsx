import { Group, Loader, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type RoomView, roomViews } from './room-filter.ts';

export interface RoomFiltersProps {
  readonly view: RoomView;
  readonly onView: (view: RoomView) => void;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly isSearching: boolean;
}

/** Which attempts are listed: by how they stand, and by a part of the learner's name. */
export function RoomFilters({ view, onView, search, onSearch, isSearching }: RoomFiltersProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('proctor.show')}
        w={{ base: '100%', xs: 220 }}
        value={view}
        onChange={(event) => onView(roomViews.find((known) => known === event.currentTarget.value) ?? 'all')}
        data={roomViews.map((value) => ({ value, label: t(`proctor.views.${value}`) }))}
      />
      <TextInput
        label={t('proctor.search')}
        type="search"
        w={{ base: '100%', xs: 280 }}
        leftSection={<IconSearch size={17} aria-hidden />}
        rightSection={isSearching ? <Loader size="xs" aria-hidden /> : null}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
    </Group>
  );
}
