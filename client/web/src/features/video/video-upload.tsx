import { Alert, Button, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../graph/error-text.ts';
import { useFormat } from '../../i18n/format.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { FailureBlock } from '../../ui/states.tsx';
import { useUpload } from './use-upload.ts';

const endings = ['.mp4', '.mov', '.mkv', '.webm', '.m4v', '.avi'];
const mimeTypes = ['video/mp4', 'video/quicktime', 'video/x-matroska', 'video/webm', 'video/x-m4v', 'video/x-msvideo'];

/** Uploads a video: choose a file, give it a title, watch it go. */
export function VideoUpload({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const { state, start, cancel } = useUpload(courseId);
  const [file, setFile] = useState<File | null>(null);
  const [title, setTitle] = useState('');
  const choose = (chosen: File) => {
    setFile(chosen);
    setTitle(chosen.name.replace(/\.[^.]+$/, ''));
  };
  const send = async () => {
    if (!file) return;
    await start(file, title.trim());
    setFile(null);
  };
  if (state.status === 'sending') {
    const { sent, total } = state;
    const percent = (100 * sent) / Math.max(1, total);
    return (
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={550}>{t('video.uploading')}</Text>
          <Text size="sm" c="dimmed" className="lectern-tabular">
            {format.bytes(sent)} / {format.bytes(total)} · {format.percent(Math.floor(percent))}
          </Text>
        </Group>
        <Progress value={percent} size="lg" radius="xl" aria-label={t('video.uploading')} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t('video.keepOpen')}
          </Text>
          <Button size="xs" variant="default" onClick={cancel}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      {state.status === 'done' ? (
        <Alert color="teal" role="status" icon={<IconCircleCheck aria-hidden />}>
          {t('video.uploaded', { title: state.title })}
        </Alert>
      ) : null}
      {state.status === 'failed' ? (
        <FailureBlock title={t('video.uploadFailed')} message={errorText(state.error)} />
      ) : null}
      {file ? (
        <Group align="flex-end" gap="sm">
          <TextInput
            flex="1 1 240px"
            label={t('video.title')}
            description={`${file.name} · ${format.bytes(file.size)}`}
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button variant="default" onClick={() => setFile(null)}>
              {t('common.cancel')}
            </Button>
            <Button onClick={() => void send()} disabled={!title.trim()}>
              {t('video.upload')}
            </Button>
          </Group>
        </Group>
      ) : (
        <FileDrop
          title={t('video.drop')}
          hint={t('video.dropHint')}
          endings={endings}
          mimeTypes={mimeTypes}
          rejected={t('video.rejected')}
          onFile={choose}
        />
      )}
    </Stack>
  );
}
