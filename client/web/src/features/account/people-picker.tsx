import { UsersDocument } from '@lectern/sdk';
import { Alert, Button, Group, Loader, MultiSelect, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../graph/error-text.ts';
import { useSdk } from '../../graph/sdk.tsx';
import { useGraphQuery } from '../../graph/use-graph.ts';

export interface PeoplePickerProps {
  readonly confirm: string;
  readonly isBusy: boolean;
  /** The accounts chosen. `isComplete` is false when some addresses are unknown and still stand in the field. */
  readonly onConfirm: (ids: readonly string[], isComplete: boolean) => void;
  readonly onCancel: () => void;
}

const addressesMax = 200;

/** Finds accounts by address, a few at a time; gives back those found and the addresses that are unknown. */
function useAddressLookup() {
  const sdk = useSdk();
  const queries = useQueryClient();
  return async (addresses: readonly string[]) => {
    const ids: string[] = [];
    const unknown: string[] = [];
    for (const address of addresses) {
      const { users } = await queries.fetchQuery({
        queryKey: ['Users', { search: address, first: 5 }],
        queryFn: ({ signal }) => sdk.query(UsersDocument, { search: address, first: 5 }, { signal }),
        staleTime: 60_000,
      });
      const match = users.edges.find(({ node }) => node.email?.toLowerCase() === address);
      if (match) ids.push(match.node.id);
      else unknown.push(address);
    }
    return { ids, unknown };
  };
}

function addressesIn(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/[^\s,;<>"]+@[^\s,;<>"]+/g) ?? [])];
}

function PickByName({ confirm, isBusy, onConfirm, onCancel }: PeoplePickerProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const { data, isFetching } = useGraphQuery(UsersDocument, { first: 20, search: wanted || null });
  const found = new Map(
    data?.users.edges.map(({ node }) => [node.id, node.email ? `${node.name} (${node.email})` : node.name]),
  );
  const labels = new Map([...names, ...found]);
  const choose = (ids: readonly string[]) => {
    setChosen(ids);
    setNames(new Map(ids.map((id) => [id, labels.get(id) ?? id])));
  };
  return (
    <Stack gap="md">
      <MultiSelect
        data-autofocus
        label={t('people.search')}
        description={t('people.searchHint')}
        searchable
        hidePickedOptions
        searchValue={search}
        onSearchChange={setSearch}
        nothingFoundMessage={isFetching ? t('common.loading') : t('common.nothingFound')}
        rightSection={isFetching ? <Loader size="xs" aria-hidden /> : null}
        data={[...labels].map(([value, label]) => ({ value, label }))}
        value={[...chosen]}
        onChange={choose}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button onClick={() => onConfirm(chosen, true)} disabled={chosen.length === 0} loading={isBusy}>
          {confirm}
        </Button>
      </Group>
    </Stack>
  );
}

function PickByAddress({ confirm, isBusy, onConfirm, onCancel }: PeoplePickerProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const lookUp = useAddressLookup();
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isLooking, setLooking] = useState(false);
  const addresses = addressesIn(text);
  const go = async () => {
    setLooking(true);
    setError(null);
    try {
      const result = await lookUp(addresses);
      setUnknown(result.unknown);
      if (result.unknown.length > 0) setText(result.unknown.join('\n'));
      if (result.ids.length > 0) onConfirm(result.ids, result.unknown.length === 0);
    } catch (failure) {
      setError(failure);
    } finally {
      setLooking(false);
    }
  };
  const isTooMany = addresses.length > addressesMax;
  return (
    <Stack gap="md">
      {unknown.length > 0 ? (
        <Alert color="orange" role="alert" title={t('people.unknownTitle', { count: unknown.length })}>
          {t('people.unknownBody')}
        </Alert>
      ) : null}
      {error ? (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      ) : null}
      <Textarea
        data-autofocus
        autosize
        minRows={5}
        maxRows={12}
        label={t('people.addresses')}
        description={t('people.addressesHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isTooMany ? t('people.tooMany', { count: addressesMax }) : null}
      />
      <Text size="sm" c="dimmed" role="status">
        {t('people.addressCount', { count: addresses.length })}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button onClick={() => void go()} disabled={addresses.length === 0 || isTooMany} loading={isBusy || isLooking}>
          {confirm}
        </Button>
      </Group>
    </Stack>
  );
}

/** Picks accounts by name, or by a pasted list of e-mail addresses. */
export function PeoplePicker(props: PeoplePickerProps) {
  const { t } = useTranslation();
  const [way, setWay] = useState('name');
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        aria-label={t('people.way')}
        value={way}
        onChange={setWay}
        data={[
          { value: 'name', label: t('people.byName') },
          { value: 'address', label: t('people.byAddress') },
        ]}
      />
      {way === 'name' ? <PickByName {...props} /> : <PickByAddress {...props} />}
    </Stack>
  );
}
