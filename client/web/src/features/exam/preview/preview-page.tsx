import {
  ExamForEditingDocument,
  type ExamForEditingQuery,
  ExamPreviewDocument,
  type ExamPreviewQuery,
} from '@lectern/sdk';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowsShuffle, IconChevronLeft, IconChevronRight, IconEye, IconListNumbers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { NotFoundPage } from '../../../app/error-page.tsx';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Page } from '../../../ui/page.tsx';
import { Surface } from '../../../ui/section.tsx';
import { EmptyBlock, LoadingPage } from '../../../ui/states.tsx';
import { QuestionPreview } from '../questions/question-preview.tsx';
import type { AnswerView, Given } from '../room/answers.ts';
import { Navigator } from '../room/navigator.tsx';
import { SectionIntro } from '../room/section-intro.tsx';
import classes from './preview.module.css';

type Exam = NonNullable<ExamForEditingQuery['exam']>;
type Preview = ExamPreviewQuery['examPreview'];

const noFlags: ReadonlySet<string> = new Set();

/** What was tried out, as the overview of the questions wants it. */
function useTrial() {
  const [given, setGiven] = useState<ReadonlyMap<string, Given>>(new Map());
  const answers = useMemo(
    () =>
      new Map(
        [...given].map(([id, content]): [string, AnswerView] => [
          id,
          { given: content, state: 'saved', code: null, savedAt: null },
        ]),
      ),
    [given],
  );
  const answer = (id: string, content: Given) => setGiven((before) => new Map(before).set(id, content));
  return { given, answers, answer };
}

function Paper({ preview, isOneWay }: { readonly preview: Preview; readonly isOneWay: boolean }) {
  const { t } = useTranslation();
  const [index, setIndex] = useState(0);
  const { given, answers, answer } = useTrial();
  const { questions, sections } = preview;
  const question = questions[index];
  const sectionIndex = sections.findIndex(({ id }) => id === question?.sectionId);
  const section = sections[sectionIndex];
  if (!question) {
    return (
      <EmptyBlock icon={IconListNumbers} title={t('questions.none')}>
        {t('questions.noneHint')}
      </EmptyBlock>
    );
  }
  return (
    <div className={classes.layout}>
      <Stack gap="md" miw={0}>
        {section ? (
          <SectionIntro
            section={section}
            number={sectionIndex + 1}
            count={sections.length}
            isFirst={questions[index - 1]?.sectionId !== section.id}
          />
        ) : null}
        <Surface component="article" aria-label={t('room.questionOf', { number: index + 1, total: questions.length })}>
          <Text component="h2" fw={650} fz="md" m={0} mb={4}>
            {t('room.questionOf', { number: index + 1, total: questions.length })}
          </Text>
          <QuestionPreview
            key={question.id}
            question={question}
            given={given.get(question.id) ?? {}}
            onAnswer={(content) => answer(question.id, content)}
          />
        </Surface>
        <Group justify="space-between">
          <Button
            variant="default"
            disabled={index === 0 || isOneWay}
            leftSection={<IconChevronLeft size={17} aria-hidden />}
            onClick={() => setIndex(index - 1)}
          >
            {t('room.previous')}
          </Button>
          <Button
            disabled={index >= questions.length - 1}
            rightSection={<IconChevronRight size={17} aria-hidden />}
            onClick={() => setIndex(index + 1)}
          >
            {t('room.next')}
          </Button>
        </Group>
      </Stack>
      <Navigator
        questions={questions}
        sections={sections}
        answers={answers}
        flags={noFlags}
        isOneWay={isOneWay}
        current={index}
        onChoose={setIndex}
      />
    </div>
  );
}

function PreviewView({ exam }: { readonly exam: Exam }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [seed, setSeed] = useState(1);
  const preview = useGraphQuery(ExamPreviewDocument, { examId: exam.id, seed });
  return (
    <Stack gap="lg">
      <Alert color="ink" icon={<IconEye aria-hidden />}>
        <Group justify="space-between" gap="sm">
          <Text size="sm" flex="1 1 260px">
            {t('preview.hint')}
          </Text>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowsShuffle size={16} aria-hidden />}
            onClick={() => setSeed(seed + 1)}
          >
            {t('preview.another')}
          </Button>
        </Group>
      </Alert>
      <Loaded query={preview}>
        {({ examPreview }) => (
          <>
            <Text size="sm" c="dimmed" role="status">
              {t('preview.learner', { number: seed })} ·{' '}
              {t('exam.questionsPoints', {
                count: examPreview.questions.length,
                points: format.number(examPreview.pointsMax),
              })}{' '}
              · {format.duration(examPreview.timeLimitSeconds)}
            </Text>
            <Paper key={seed} preview={examPreview} isOneWay={exam.navigation === 'ONE_WAY'} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

/** An exam as a learner would see it, to be tried out by those who write it. */
export function Component() {
  const { t } = useTranslation();
  const { examId = '' } = useParams();
  const exam = useGraphQuery(ExamForEditingDocument, { id: examId });
  return (
    <Loaded query={exam} loading={<LoadingPage />}>
      {(data) =>
        data.exam?.viewerCanEdit ? (
          <Page
            title={t('preview.title', { exam: data.exam.title })}
            crumbs={[
              { label: t('nav.teaching'), to: '/teach' },
              { label: data.exam.title, to: `/teach/exams/${examId}?tab=questions` },
            ]}
          >
            <PreviewView exam={data.exam} />
          </Page>
        ) : (
          <NotFoundPage />
        )
      }
    </Loaded>
  );
}
