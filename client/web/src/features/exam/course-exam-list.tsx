import { CourseExamsDocument } from '@lectern/sdk';
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconArchive, IconCertificate, IconChartBar, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../graph/loaded.tsx';
import { useGraphPages } from '../../graph/use-graph.ts';
import { useFormat } from '../../i18n/format.ts';
import { Section } from '../../ui/section.tsx';
import { EmptyBlock } from '../../ui/states.tsx';
import { examStatusColors } from './exam-status.ts';

/** The exams of a course for those who teach it. */
export function CourseExamList({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const exams = useGraphPages(CourseExamsDocument, { id: courseId, first: 50 }, (data) => data.course?.exams);
  return (
    <Section
      title={t('teach.tabs.exams')}
      actions={
        <>
          <Button
            component={Link}
            to={`/teach/courses/${courseId}/bank`}
            variant="default"
            leftSection={<IconArchive size={17} aria-hidden />}
          >
            {t('bank.title')}
          </Button>
          <Button
            component={Link}
            to={`/teach/courses/${courseId}/exams/new`}
            leftSection={<IconPlus size={17} aria-hidden />}
          >
            {t('teach.newExam')}
          </Button>
        </>
      }
    >
      <Loaded query={exams.query}>
        {() =>
          exams.nodes.length === 0 ? (
            <EmptyBlock icon={IconCertificate} title={t('teach.noExams')}>
              {t('teach.noExamsHint')}
            </EmptyBlock>
          ) : (
            <Stack component="ul" gap="lg" p={0} m={0} style={{ listStyle: 'none' }}>
              {exams.nodes.map((exam) => (
                <Group component="li" key={exam.id} justify="space-between" gap="sm">
                  <Stack gap={2} flex="1 1 260px" miw={0}>
                    <Group gap="xs">
                      <Anchor component={Link} to={`/teach/exams/${exam.id}`} fw={600}>
                        {exam.title}
                      </Anchor>
                      <Badge color={examStatusColors[exam.status]}>{t(`exam.statuses.${exam.status}`)}</Badge>
                    </Group>
                    <Text size="sm" c="dimmed">
                      {exam.opensAt ? format.dateTime(exam.opensAt) : t('exam.notSet')}
                      {exam.closesAt ? ` – ${format.dateTime(exam.closesAt)}` : ''} ·{' '}
                      {t('exam.questionCount', { count: exam.questionCount })}
                    </Text>
                  </Stack>
                  <Button
                    component={Link}
                    to={`/teach/exams/${exam.id}/live`}
                    variant="default"
                    size="sm"
                    leftSection={<IconChartBar size={17} aria-hidden />}
                    aria-label={`${t('exam.live')}: ${exam.title}`}
                  >
                    {t('exam.live')}
                  </Button>
                </Group>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}
