import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { Group, Stack, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';

export interface FileDropProps {
  readonly title: string;
  readonly hint: string;
  /** Endings with a dot, for example `.csv`. */
  readonly endings: readonly string[];
  readonly mimeTypes: readonly string[];
  readonly bytesMax?: number;
  readonly isDisabled?: boolean;
  /** Said when a file of another kind or too large is dropped. */
  readonly rejected: string;
  readonly onFile: (file: File) => void;
}

/** Takes one file: dropped, or chosen after a click or a key. */
export function FileDrop(props: FileDropProps) {
  const { title, hint, endings, mimeTypes, bytesMax, isDisabled = false, rejected, onFile } = props;
  const [isRejected, setRejected] = useState(false);
  return (
    <Stack gap="xs">
      <Dropzone
        multiple={false}
        disabled={isDisabled}
        accept={Object.fromEntries(mimeTypes.map((type) => [type, [...endings]]))}
        {...(bytesMax === undefined ? {} : { maxSize: bytesMax })}
        onReject={() => setRejected(true)}
        onDrop={([file]) => {
          setRejected(false);
          if (file) onFile(file);
        }}
        radius="lg"
        p="xl"
        aria-label={title}
        inputProps={{ 'aria-label': title }}
      >
        <Group justify="center" gap="md" wrap="nowrap" style={{ pointerEvents: 'none' }}>
          <IconFileUpload
            size={34}
            stroke={1.4}
            color="var(--mantine-color-dimmed)"
            aria-hidden
            style={{ flex: 'none' }}
          />
          <div>
            <Text fw={600}>{title}</Text>
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          </div>
        </Group>
      </Dropzone>
      <Text role="alert" size="sm" c="var(--mantine-color-error)">
        {isRejected ? rejected : ''}
      </Text>
    </Stack>
  );
}
