import { Group, Paper, Text } from '@mantine/core';
import type { ComponentType } from 'react';

export interface FigureCardProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly icon?: ComponentType<{ size?: number; stroke?: number; color?: string }>;
  readonly color?: string;
}

/** One number with its name, as an entry of a description list (put it in a `dl`). */
export function FigureCard({ label, value, hint, icon: Icon, color }: FigureCardProps) {
  return (
    <Paper p="md" style={{ border: '1px solid var(--lectern-line)' }}>
      <Group gap={8} wrap="nowrap" mb={4}>
        {Icon ? <Icon size={18} stroke={1.8} color={color ?? 'var(--mantine-color-dimmed)'} aria-hidden /> : null}
        <Text component="dt" size="sm" c="dimmed" lh={1.3}>
          {label}
        </Text>
      </Group>
      <Text component="dd" m={0} fz={28} fw={650} lh={1.15} className="lectern-tabular">
        {value}
      </Text>
      {hint ? (
        <Text component="dd" m={0} size="xs" c="dimmed" mt={2}>
          {hint}
        </Text>
      ) : null}
    </Paper>
  );
}
