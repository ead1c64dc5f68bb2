import { MarkingProgressDocument, type MarkingProgressPartsFragment } from '@lectern/sdk';
import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconPencilCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { Section } from '../../../ui/section.tsx';
import { EmptyBlock } from '../../../ui/states.tsx';
import classes from './marking.module.css';

function ProgressLine({ examId, part }: { readonly examId: string; readonly part: MarkingProgressPartsFragment }) {
  const { t } = useTranslation();
  const { settledCount, scriptCount, openForViewerCount, disagreedCount } = part;
  return (
    <li className={classes.line}>
      <Stack gap={8} flex={1} miw={0}>
        <Markdown text={part.prompt} />
        <Progress
          value={scriptCount === 0 ? 0 : (100 * settledCount) / scriptCount}
          color="teal.7"
          aria-label={t('marking.settled', { settled: settledCount, count: scriptCount })}
        />
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('marking.settled', { settled: settledCount, count: scriptCount })}
          </Text>
          {openForViewerCount > 0 ? <Badge>{t('marking.waitingForYou', { count: openForViewerCount })}</Badge> : null}
          {disagreedCount > 0 ? (
            <Badge color="orange">{t('marking.disagreed', { count: disagreedCount })}</Badge>
          ) : null}
        </Group>
      </Stack>
      <Button
        component={Link}
        to={`/teach/exams/${examId}/marking?question=${part.questionId}`}
        variant="default"
        disabled={openForViewerCount === 0}
      >
        {t('marking.startOne')}
      </Button>
    </li>
  );
}

/** How far the marking of an exam's essays is, and the way to mark. */
export function MarkingTab({ examId }: { readonly examId: string }) {
  const { t } = useTranslation();
  const progress = useGraphQuery(MarkingProgressDocument, { examId });
  return (
    <Loaded query={progress}>
      {({ markingProgress }) => {
        const openCount = markingProgress.reduce((sum, part) => sum + part.openForViewerCount, 0);
        return (
          <Section
            title={t('marking.tab')}
            description={t('marking.description')}
            actions={
              openCount > 0 ? (
                <Button component={Link} to={`/teach/exams/${examId}/marking`}>
                  {t('marking.start')}
                </Button>
              ) : null
            }
          >
            {markingProgress.length === 0 ? (
              <EmptyBlock icon={IconPencilCheck} title={t('marking.none')}>
                {t('marking.noneHint')}
              </EmptyBlock>
            ) : (
              <ol className={classes.list}>
                {markingProgress.map((part) => (
                  <ProgressLine key={part.questionId} examId={examId} part={part} />
                ))}
              </ol>
            )}
          </Section>
        );
      }}
    </Loaded>
  );
}
