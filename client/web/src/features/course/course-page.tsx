import { CourseDocument, type CourseQuery, EnrolDocument, UnenrolDocument } from '@lectern/sdk';
import { Alert, Badge, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { IconEdit, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useSession } from '../../graph/session.tsx';
import { useGraphMutation, useGraphQuery } from '../../graph/use-graph.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { Section, Surface } from '../../ui/section.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { ExamRow } from '../exam/exam-row.tsx';
import { CourseProgressBar } from './course-card.tsx';
import { Outline } from './outline.tsx';

type Course = NonNullable<CourseQuery['course']>;

function EnrolBox({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const enrol = useGraphMutation(EnrolDocument, { done: t('course.enrolledDone') });
  const leave = useGraphMutation(UnenrolDocument, { done: t('course.leftDone') });
  const enrolment = course.viewerEnrolment;
  if (!enrolment) {
    const start = () =>
      viewer
        ? enrol.mutate({ input: { courseId: course.id } })
        : void navigate(`/sign-in?next=${encodeURIComponent(`/courses/${course.slug}`)}`);
    return (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('course.enrolHint')}
        </Text>
        <Button size="md" onClick={start} loading={enrol.isPending} disabled={course.status !== 'PUBLISHED'}>
          {viewer ? t('course.enrol') : t('course.signInToEnrol')}
        </Button>
      </Stack>
    );
  }
  const next = enrolment.progress.nextLesson;
  const ask = async () => {
    const sure = await confirm({
      title: t('course.leaveTitle'),
      body: t('course.leaveBody', { title: course.title }),
      confirm: t('course.leave'),
      isDangerous: true,
    });
    if (sure) leave.mutate({ input: { courseId: course.id } });
  };
  return (
    <Stack gap="md">
      <CourseProgressBar progress={enrolment.progress} />
      {next ? (
        <Button
          component={Link}
          to={`/courses/${course.slug}/lessons/${next.id}`}
          size="md"
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
        >
          {enrolment.progress.completedLessonCount > 0 ? t('course.goOn') : t('course.begin')}
        </Button>
      ) : null}
      {next ? (
        <Text size="sm" c="dimmed">
          {t('course.nextLesson', { title: next.title })}
        </Text>
      ) : null}
      <Button variant="subtle" color="gray" c="dimmed" size="xs" onClick={() => void ask()} loading={leave.isPending}>
        {t('course.leave')}
      </Button>
    </Stack>
  );
}

function CourseView({ course }: { readonly course: Course }) {
  const { t } = useTranslation();
  const exams = course.exams.edges.map(({ node }) => node);
  const canOpen = course.viewerEnrolment !== null || course.viewerCanEdit;
  return (
    <Page
      title={course.title}
      description={course.summary}
      crumbs={[{ label: t('nav.courses'), to: '/courses' }]}
      beside={
        course.status === 'PUBLISHED' ? null : <Badge color="gray">{t(`course.statuses.${course.status}`)}</Badge>
      }
      actions={
        course.viewerCanEdit ? (
          <Button
            component={Link}
            to={`/teach/courses/${course.id}`}
            variant="default"
            leftSection={<IconEdit size={17} aria-hidden />}
          >
            {t('course.edit')}
          </Button>
        ) : null
      }
    >
      <Grid gap={{ base: 'lg', md: 'xl' }}>
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Stack gap="md" style={{ position: 'sticky', top: 84 }}>
            <Surface component="aside" aria-label={t('course.yourCourse')}>
              <EnrolBox course={course} />
            </Surface>
            {course.instructors.length > 0 ? (
              <Group gap={6}>
                <Text size="sm" c="dimmed">
                  {t('course.taughtBy', { names: course.instructors.map(({ name }) => name).join(', ') })}
                </Text>
              </Group>
            ) : null}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <Stack gap="lg">
            {canOpen ? null : (
              <Alert icon={<IconInfoCircle aria-hidden />} color="ink" radius="lg">
                {t('course.lockedHint')}
              </Alert>
            )}
            <Section title={t('course.content')} description={t('course.lessonCount', { count: course.lessonCount })}>
              <Outline course={course} modules={course.modules} canOpen={canOpen} />
            </Section>
            {exams.length > 0 ? (
              <Section title={t('course.exams')}>
                <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
                  {exams.map((exam) => (
                    <li key={exam.id}>
                      <ExamRow exam={exam} />
                    </li>
                  ))}
                </Stack>
              </Section>
            ) : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** A course: what it holds, how far the viewer is, and enrolling. */
export function Component() {
  const { slug = '' } = useParams();
  const course = useGraphQuery(CourseDocument, { slug });
  return (
    <Loaded query={course} loading={<LoadingPage />}>
      {(data) => (data.course ? <CourseView course={data.course} /> : <NotFoundPage />)}
    </Loaded>
  );
}
