import { CourseVideosDocument, RemoveVideoDocument, type VideoPartsFragment, type VideoStatus } from '@lectern/sdk';
import { ActionIcon, Badge, Group, Loader, Stack, Table, Text } from '@mantine/core';
import { IconMovie, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { VideoUpload } from './video-upload.tsx';

const colors: Readonly<Record<VideoStatus, string>> = {
  UPLOADING: 'gray',
  TRANSCODING: 'orange',
  READY: 'teal',
  FAILED: 'red',
};
const lookAgainMs = 3000;

function StatusCell({ video }: { readonly video: VideoPartsFragment }) {
  const { t } = useTranslation();
  const isWorking = video.status === 'TRANSCODING';
  return (
    <Stack gap={2}>
      <Group gap={6} wrap="nowrap">
        <Badge color={colors[video.status]}>{t(`video.statuses.${video.status}`)}</Badge>
        {isWorking ? <Loader size={14} aria-hidden /> : null}
      </Group>
      {video.failureReason ? (
        <Text size="sm" c="var(--mantine-color-error)">
          {video.failureReason}
        </Text>
      ) : null}
    </Stack>
  );
}

/** The videos of a course: uploading, how far they are, removing. */
export function CourseVideos({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const first = useGraphQuery(CourseVideosDocument, { id: courseId, first: 100 });
  const isMoving = first.data?.course?.videos.edges.some(
    ({ node }) => node.status === 'TRANSCODING' || node.status === 'UPLOADING',
  );
  const videos = useGraphQuery(
    CourseVideosDocument,
    { id: courseId, first: 100 },
    { refetchEveryMs: isMoving ? lookAgainMs : false },
  );
  const remove = useGraphMutation(RemoveVideoDocument, { done: t('video.removed') });
  const ask = async (video: VideoPartsFragment) => {
    const sure = await confirm({
      title: t('video.removeTitle'),
      body: t('video.removeBody', { title: video.title }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { videoId: video.id } });
  };
  return (
    <Section title={t('teach.tabs.videos')} description={t('video.listHint')}>
      <VideoUpload courseId={courseId} />
      <Loaded query={videos}>
        {(data) => {
          const rows = data.course?.videos.edges.map(({ node }) => node) ?? [];
          if (rows.length === 0) {
            return (
              <EmptyBlock icon={IconMovie} title={t('video.none')}>
                {t('video.noneHint')}
              </EmptyBlock>
            );
          }
          return (
            <Table.ScrollContainer minWidth={300}>
              <Table aria-label={t('teach.tabs.videos')}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('video.title')}</Table.Th>
                    <Table.Th>{t('video.status')}</Table.Th>
                    <Table.Th visibleFrom="sm">{t('video.length')}</Table.Th>
                    <Table.Th visibleFrom="sm">{t('video.made')}</Table.Th>
                    <Table.Th>
                      <span className="lectern-hidden">{t('common.actions')}</span>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((video) => (
                    <Table.Tr key={video.id}>
                      <Table.Td fw={550}>{video.title}</Table.Td>
                      <Table.Td>
                        <StatusCell video={video} />
                      </Table.Td>
                      <Table.Td visibleFrom="sm">
                        {video.durationSeconds === null ? '–' : format.duration(video.durationSeconds)}
                      </Table.Td>
                      <Table.Td visibleFrom="sm">{format.date(video.createdAt)}</Table.Td>
                      <Table.Td ta="right">
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          c="dimmed"
                          size={34}
                          aria-label={t('teach.removeOf', { name: video.title })}
                          onClick={() => void ask(video)}
                        >
                          <IconTrash size={18} aria-hidden />
                        </ActionIcon>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          );
        }}
      </Loaded>
    </Section>
  );
}
