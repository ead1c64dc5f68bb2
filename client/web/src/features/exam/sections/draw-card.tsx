import { type DrawPartsFragment, type PaperPartsFragment, RemoveDrawDocument, UpdateDrawDocument } from '@lectern/sdk';
import { ActionIcon, Badge, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconArrowsShuffle,
  IconDots,
  IconFolderSymlink,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { difficulties } from '../bank/bank-badges.tsx';
import { DrawDialog, type DrawDialogProps } from './draw-dialog.tsx';
import type { NumberedDraw } from './group-paper.ts';
import classes from './sections.module.css';

export interface DrawCardProps extends NumberedDraw {
  readonly exam: DrawDialogProps['exam'];
  readonly sections: PaperPartsFragment['sections'];
  readonly isDraft: boolean;
}

function useDifficultyWords() {
  const { t } = useTranslation();
  return ({ difficultyMin, difficultyMax }: DrawPartsFragment): string | null => {
    const min = difficulties.find((level) => level === difficultyMin);
    const max = difficulties.find((level) => level === difficultyMax);
    if (min && max) {
      const [from, to] = [t(`bank.difficulties.level${min}`), t(`bank.difficulties.level${max}`)];
      return min === max ? t('bank.difficultyIs', { level: from }) : t('draws.range', { from, to });
    }
    if (min) return t('draws.fromLevel', { level: t(`bank.difficulties.level${min}`) });
    return max ? t('draws.toLevel', { level: t(`bank.difficulties.level${max}`) }) : null;
  };
}

function DrawMenu({ draw, sections, name }: Pick<DrawCardProps, 'draw' | 'sections'> & { readonly name: string }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const update = useGraphMutation(UpdateDrawDocument, { done: t('sections.moved') });
  const remove = useGraphMutation(RemoveDrawDocument, { done: t('draws.removed') });
  const targets = [{ id: null, title: t('sections.none') }, ...sections].filter(({ id }) => id !== draw.sectionId);
  const ask = async () => {
    const sure = await confirm({
      title: t('draws.removeTitle'),
      body: t('draws.removeBody'),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { drawId: draw.id } });
  };
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" c="dimmed" size={34} aria-label={t('questions.moreOf', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {sections.length > 0 ? (
          <>
            <Menu.Label>{t('sections.moveTo')}</Menu.Label>
            {targets.map(({ id, title }) => (
              <Menu.Item
                key={id ?? ''}
                leftSection={<IconFolderSymlink size={16} aria-hidden />}
                onClick={() => update.mutate({ input: { drawId: draw.id, sectionId: id } })}
              >
                {title}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Item
          c="var(--mantine-color-error)"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => void ask()}
        >
          {t('common.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A random draw: which tags, how many of how many, and a warning when too few match. */
export function DrawCard({ exam, sections, isDraft, draw, from, to }: DrawCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const difficultyWords = useDifficultyWords();
  const [isOpen, dialog] = useDisclosure(false);
  const name = t('draws.name', { tags: draw.tags.join(', ') });
  const isShort = draw.matchingCount < draw.questionCount;
  const facts = [
    t('draws.pointsEachIs', { count: draw.pointsEach, points: format.number(draw.pointsEach) }),
    difficultyWords(draw),
  ].filter(Boolean);
  return (
    <li className={classes.draw} id={`draw-${draw.id}`} tabIndex={-1} data-short={isShort}>
      <Text fw={600} c="dimmed" miw={28} className="lectern-tabular">
        {from === to ? from : `${from}–${to}`}
      </Text>
      <IconArrowsShuffle
        size={22}
        stroke={1.6}
        color="var(--mantine-color-dimmed)"
        aria-hidden
        style={{ flex: 'none' }}
      />
      <div className={classes.body}>
        <Text fw={600}>{t('draws.title', { count: draw.questionCount, of: format.number(draw.matchingCount) })}</Text>
        <Group gap={6} mt={4}>
          {draw.tags.map((tag) => (
            <Badge key={tag} color="ink" radius="xl">
              {tag}
            </Badge>
          ))}
          <Text size="sm" c="dimmed">
            {facts.join(' · ')}
          </Text>
        </Group>
        {isShort ? (
          <Group gap={6} mt={6} wrap="nowrap" c="var(--lectern-warn)">
            <IconAlertTriangle size={17} aria-hidden style={{ flex: 'none' }} />
            <Text size="sm" fw={550}>
              {t('draws.tooFew', { count: draw.matchingCount })}
            </Text>
          </Group>
        ) : null}
      </div>
      {isDraft ? (
        <Group gap={2} wrap="nowrap" ml="auto">
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={34}
            aria-label={t('teach.editOf', { name })}
            onClick={dialog.open}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
          <DrawMenu draw={draw} sections={sections} name={name} />
        </Group>
      ) : null}
      <DrawDialog exam={exam} draw={draw} sectionId={draw.sectionId} isOpen={isOpen} onClose={dialog.close} />
    </li>
  );
}
