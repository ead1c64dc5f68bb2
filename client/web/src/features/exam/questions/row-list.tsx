import { ActionIcon, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface RowListProps<Row extends { readonly key: string }> {
  readonly legend: string;
  readonly hint?: string;
  readonly rows: readonly Row[];
  readonly min: number;
  readonly max: number;
  readonly error?: ReactNode;
  readonly addLabel: string;
  readonly removeLabel: (number: number) => string;
  readonly onAdd: () => void;
  readonly onRemove: (index: number) => void;
  readonly children: (row: Row, index: number) => ReactNode;
}

/** Rows that can be added and removed, under one heading. */
export function RowList<Row extends { readonly key: string }>(props: RowListProps<Row>) {
  const { legend, hint, rows, min, max, error, addLabel, removeLabel, onAdd, onRemove, children } = props;
  return (
    <Fieldset legend={legend} radius="md">
      <Stack gap="xs">
        {hint ? (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        ) : null}
        {rows.map((row, index) => (
          <Group key={row.key} gap="xs" wrap="nowrap">
            {children(row, index)}
            <ActionIcon
              variant="subtle"
              color="gray"
              c="dimmed"
              size={34}
              aria-label={removeLabel(index + 1)}
              disabled={rows.length <= min}
              onClick={() => onRemove(index)}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {error ? (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        ) : null}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={rows.length >= max}
            onClick={onAdd}
          >
            {addLabel}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
