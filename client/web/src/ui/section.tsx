import { Group, Paper, type PaperProps, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

export interface SectionProps extends Omit<PaperProps, 'title'> {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page on a surface of its own; a region for screen readers. */
export function Section({ title, description, actions, children, ...paper }: SectionProps) {
  const id = useId();
  return (
    <Surface component="section" aria-labelledby={id} {...paper}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Stack gap={2} flex="1 1 200px" miw={0}>
            <Title order={2} id={id}>
              {title}
            </Title>
            {description ? (
              <Text component="div" size="sm" c="dimmed">
                {description}
              </Text>
            ) : null}
          </Stack>
          {actions ? <Group gap="xs">{actions}</Group> : null}
        </Group>
        {children}
      </Stack>
    </Surface>
  );
}

export interface SurfaceProps extends PaperProps {
  readonly component?: 'section' | 'article' | 'div' | 'aside' | 'li' | 'nav';
  readonly 'aria-labelledby'?: string;
  readonly 'aria-label'?: string;
  readonly children: ReactNode;
}

/** A quiet card: a hairline, no shadow. */
export function Surface({ component = 'div', children, ...paper }: SurfaceProps) {
  return (
    <Paper
      component={component}
      p={{ base: 'md', sm: 'lg' }}
      style={{ border: '1px solid var(--lectern-line)' }}
      {...paper}
    >
      {children}
    </Paper>
  );
}
