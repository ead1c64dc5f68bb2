import type { ScriptPartsFragment } from '@lectern/sdk';
import { Divider, Group, Spoiler, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { Section } from '../../../ui/section.tsx';
import classes from './marking.module.css';
import { wordCount } from './word-count.ts';

function MarksSoFar({ script }: { readonly script: ScriptPartsFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (script.marks.length === 0) return null;
  return (
    <Section title={t('marking.others')}>
      <Stack gap="sm">
        {script.marks.map((mark, index) => (
          <div key={mark.markedAt}>
            <Text fw={600}>
              {mark.marker?.name ?? t('marking.markOf', { number: index + 1 })}
              {': '}
              <span className="lectern-tabular">{format.number(mark.points)}</span>
            </Text>
            {mark.feedback ? (
              <Text size="sm" c="dimmed">
                {mark.feedback}
              </Text>
            ) : null}
          </div>
        ))}
      </Stack>
    </Section>
  );
}

/** One essay with its question and what is expected. */
export function ScriptView({ script }: { readonly script: ScriptPartsFragment }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" miw={0}>
      <Section title={t('marking.question')}>
        <Markdown text={script.prompt} />
        <Divider />
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t('marking.guidance')}
          </Text>
          {script.guidance ? (
            <Spoiler maxHeight={140} showLabel={t('common.more')} hideLabel={t('marking.less')}>
              <Markdown text={script.guidance} />
            </Spoiler>
          ) : (
            <Text size="sm" c="dimmed">
              {t('marking.noGuidance')}
            </Text>
          )}
        </div>
      </Section>
      <Section
        title={t('marking.essay')}
        description={
          <Group gap="xs">
            <span>{script.learner?.name ?? t('marking.candidate', { name: script.candidate })}</span>
            <span aria-hidden>·</span>
            <span>{t('marking.words', { count: wordCount(script.text) })}</span>
          </Group>
        }
      >
        <div className={classes.essay}>{script.text}</div>
      </Section>
      <MarksSoFar script={script} />
    </Stack>
  );
}
