import { Group, Paper, type PaperProps, Text } from '@mantine/core';
import type { ComponentType } from 'react';

export interface FigureCardProps extends PaperProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly icon?: ComponentType<{ size?: number; stroke?: number; color?: string }>;
  readonly color?: string;
}

/** One number with its name. */
export function FigureCard({ label, value, hint, icon: Icon, color, ...paper }: FigureCardProps) {
  return (
    <Paper
      p="md"
      role="group"
      aria-label={`${label}: ${value}`}
      {...paper}
      style={{ border: '1px solid var(--lectern-line)' }}
    >
      <Group gap={8} wrap="nowrap" mb={4}>
        {Icon ? <Icon size={18} stroke={1.8} color={color ?? 'var(--mantine-color-dimmed)'} aria-hidden /> : null}
        <Text size="sm" c="dimmed" lh={1.3}>
          {label}
        </Text>
      </Group>
      <Text fz={28} fw={650} lh={1.15} className="lectern-tabular">
        {value}
      </Text>
      {hint ? (
        <Text size="xs" c="dimmed" mt={2}>
          {hint}
        </Text>
      ) : null}
    </Paper>
  );
}
