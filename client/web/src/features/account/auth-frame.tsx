import { Box, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageHeading } from '../../ui/page.tsx';
import { Surface } from '../../ui/section.tsx';

export interface AuthFrameProps {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
  /** Below the card, for example the way to another page. */
  readonly footer?: ReactNode;
}

/** The narrow page around signing in and what belongs to it. */
export function AuthFrame({ title, hint, children, footer }: AuthFrameProps) {
  const heading = usePageHeading(title);
  return (
    <Box maw={440} mx="auto" px="md" py={{ base: 40, sm: 72 }}>
      <Stack gap="lg">
        <Stack gap={6}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          <Text c="dimmed">{hint}</Text>
        </Stack>
        <Surface p={{ base: 'lg', sm: 'xl' }}>{children}</Surface>
        {footer}
      </Stack>
    </Box>
  );
}
