import { Group, Text } from '@mantine/core';
import { Link } from 'react-router';

/** The mark and the name; leads home. */
export function Brand() {
  return (
    <Link to="/" style={{ textDecoration: 'none', color: 'inherit' }} aria-label="Lectern">
      <Group gap={10} wrap="nowrap">
        <img src="/lectern.svg" alt="" width={28} height={28} />
        <Text fw={700} fz="lg" lh={1} style={{ letterSpacing: '-0.01em' }}>
          Lectern
        </Text>
      </Group>
    </Link>
  );
}
