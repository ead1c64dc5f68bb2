import { type ExamForEditingQuery, type PaperPartsFragment, PublishExamDocument } from '@lectern/sdk';
import { Anchor, Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { Surface } from '../../../ui/section.tsx';
import type { PaperGroup } from '../sections/group-paper.ts';
import { type Check, checksOf } from './checks.ts';
import classes from './questions.module.css';

type Exam = NonNullable<ExamForEditingQuery['exam']>;
type Obstacle = PaperPartsFragment['publishObstacles'][number];

export interface PublishChecksProps {
  readonly exam: Exam;
  readonly paper: PaperPartsFragment;
  readonly groups: readonly PaperGroup[];
}

const detailedCodes = new Set([
  'QUESTION_NOT_READY',
  'DRAW_TOO_FEW_QUESTIONS',
  'SECTION_EMPTY',
  'PASS_MARK_OUT_OF_REACH',
]);

/** Moves to a question or a draw on this page, and says so to screen readers. */
function jumpTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}

/** An obstacle in words, as a way to where it is put right. */
function ObstacleLine({ obstacle, groups }: { readonly obstacle: Obstacle; readonly groups: readonly PaperGroup[] }) {
  const { t, i18n } = useTranslation();
  const { code, message, questionId, drawId } = obstacle;
  const key = `questions.obstacles.${code}`;
  // The server's own sentence names numbers and titles, in English.
  const isSaidBetter = i18n.language === 'en' && detailedCodes.has(code);
  const words = i18n.exists(key) && !isSaidBetter ? i18n.t(key as 'errors.unknown') : message;
  const question = groups.flatMap(({ questions }) => questions).find(({ question: { id } }) => id === questionId);
  const draw = groups.flatMap(({ draws }) => draws).find(({ draw: { id } }) => id === drawId);
  if (question || draw) {
    const target = question ? `question-${question.question.id}` : `draw-${draw?.draw.id}`;
    const name = question
      ? t('room.questionNumber', { number: question.number })
      : t('draws.name', { tags: draw?.draw.tags.join(', ') ?? '' });
    return (
      <>
        <Anchor component="button" type="button" size="sm" onClick={() => jumpTo(target)}>
          {name}
        </Anchor>
        {`: ${words}`}
      </>
    );
  }
  if (!code.includes('WINDOW') && code !== 'PASS_MARK_OUT_OF_REACH') return words;
  return (
    <Anchor component={Link} to="?tab=settings" size="sm">
      {words}
    </Anchor>
  );
}

function CheckLine({ check, groups }: { readonly check: Check; readonly groups: readonly PaperGroup[] }) {
  const { t } = useTranslation();
  const isGood = check.obstacles.length === 0;
  return (
    <li className={classes.check}>
      <ThemeIcon size={20} radius="xl" variant="light" color={isGood ? 'teal' : 'orange'} aria-hidden>
        {isGood ? <IconCheck size={13} stroke={2.5} /> : <IconAlertTriangle size={13} stroke={2.2} />}
      </ThemeIcon>
      <div>
        <Text size="sm" fw={isGood ? 400 : 600}>
          {t(`questions.checkNames.${check.name}`)}
          <span className="lectern-hidden">: {t(isGood ? 'questions.checkGood' : 'questions.checkBad')}</span>
        </Text>
        {isGood ? null : (
          <List size="sm" spacing={2}>
            {check.obstacles.map((obstacle) => (
              <List.Item key={`${obstacle.code} ${obstacle.questionId ?? obstacle.drawId ?? ''} ${obstacle.message}`}>
                <ObstacleLine obstacle={obstacle} groups={groups} />
              </List.Item>
            ))}
          </List>
        )}
      </div>
    </li>
  );
}

/** What is looked at before publishing, with ways to what is missing; or publishing itself. */
export function PublishChecks({ exam, paper, groups }: PublishChecksProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const publish = useGraphMutation(PublishExamDocument, { done: t('questions.publishedDone') });
  const count = paper.publishObstacles.length;
  const ask = async () => {
    const sure = await confirm({
      title: t('questions.publishTitle'),
      body: t('questions.publishBody'),
      confirm: t('questions.publish'),
    });
    if (sure) publish.mutate({ input: { examId: exam.id } });
  };
  return (
    <Surface component="section" aria-label={t('questions.checks')}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap="sm" flex="1 1 280px">
          <div>
            <Text fw={600}>{count === 0 ? t('questions.ready') : t('questions.notReady', { count })}</Text>
            <Text size="sm" c="dimmed">
              {t('questions.sums', {
                questions: t('exam.questionCount', { count: paper.questionCount }),
                points: t('room.points', { count: paper.pointsMax, points: format.number(paper.pointsMax) }),
              })}
            </Text>
          </div>
          <ul className={classes.checks}>
            {checksOf(paper).map((check) => (
              <CheckLine key={check.name} check={check} groups={groups} />
            ))}
          </ul>
        </Stack>
        <Button
          disabled={count > 0}
          loading={publish.isPending}
          onClick={() => void ask()}
          leftSection={<IconUpload size={17} aria-hidden />}
        >
          {t('questions.publish')}
        </Button>
      </Group>
    </Surface>
  );
}
