import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../ui/markdown.tsx';
import classes from './question-view.module.css';
import type { RoomAttempt } from './use-room.ts';

export interface SectionIntroProps {
  readonly section: NonNullable<RoomAttempt['sections']>[number];
  readonly number: number;
  readonly count: number;
  /** Whether the instructions are shown in full: at the first question of the section. */
  readonly isFirst: boolean;
}

/** The section a question stands in. Its instructions are open at its first question, and can be opened at others. */
export function SectionIntro({ section, number, count, isFirst }: SectionIntroProps) {
  const { t } = useTranslation();
  const hasInstructions = section.instructions.trim() !== '';
  return (
    <section className={classes.section} aria-label={section.title}>
      <Text size="sm" c="dimmed">
        {t('room.sectionOf', { number, total: count })}
      </Text>
      <Text fw={650}>{section.title}</Text>
      {hasInstructions ? (
        <details key={String(isFirst)} open={isFirst}>
          <summary>{t('exam.instructions')}</summary>
          <Markdown text={section.instructions} />
        </details>
      ) : null}
    </section>
  );
}
