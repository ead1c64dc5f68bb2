import { Anchor, Box, Breadcrumbs, Container, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';

/** A step on the way to a page: the text and the address it leads to. */
export interface Crumb {
  readonly label: string;
  readonly to: string;
}

export interface PageProps {
  /** The heading; also the title of the document. */
  readonly title: string;
  readonly description?: ReactNode;
  /** The way to this page, without the page itself. */
  readonly crumbs?: readonly Crumb[];
  /** Beside the heading, for example a badge. */
  readonly beside?: ReactNode;
  /** Buttons for the page as a whole. */
  readonly actions?: ReactNode;
  /** The widest the page grows, in pixels; 1120 unless told. */
  readonly width?: number;
  readonly children: ReactNode;
}

/** A page: its heading takes the focus when one arrives, so that a screen reader says where one is. */
export function Page({ title, description, crumbs, beside, actions, width = 1120, children }: PageProps) {
  const heading = usePageHeading(title);
  return (
    <Container size={width} px={{ base: 'md', sm: 'xl' }} py={{ base: 'lg', sm: 'xl' }}>
      <Stack gap="xl">
        <Box component="header">
          {crumbs && crumbs.length > 0 ? <Trail crumbs={crumbs} /> : null}
          <Group justify="space-between" align="flex-start" gap="md">
            <Stack gap={6} flex="1 1 320px" miw={0}>
              <Group gap="sm" align="center">
                <Title order={1} ref={heading} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
                  {title}
                </Title>
                {beside}
              </Group>
              {description ? (
                <Text component="div" c="dimmed" maw={720}>
                  {description}
                </Text>
              ) : null}
            </Stack>
            {actions ? <Group gap="sm">{actions}</Group> : null}
          </Group>
        </Box>
        {children}
      </Stack>
    </Container>
  );
}

function Trail({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <Breadcrumbs mb="xs" separatorMargin={6} style={{ flexWrap: 'wrap' }}>
      {crumbs.map((crumb) => (
        <Anchor key={crumb.to} component={Link} to={crumb.to} size="sm">
          {crumb.label}
        </Anchor>
      ))}
    </Breadcrumbs>
  );
}

/** Sets the title of the document and moves the focus to the heading once per page. */
export function usePageHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Lectern`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
