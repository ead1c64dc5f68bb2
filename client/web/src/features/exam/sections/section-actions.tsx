import { MoveSectionDocument, type PaperPartsFragment, RemoveSectionDocument } from '@lectern/sdk';
import { ActionIcon, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useConfirm } from '../../../ui/confirm.tsx';
import { MoveButtons } from '../../../ui/move-buttons.tsx';
import { SectionDialog } from './section-dialog.tsx';

export interface SectionActionsProps {
  readonly examId: string;
  readonly section: PaperPartsFragment['sections'][number];
  readonly count: number;
}

/** Moving, renaming and removing a section. Its questions stay. */
export function SectionActions({ examId, section, count }: SectionActionsProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const [isOpen, dialog] = useDisclosure(false);
  const move = useGraphMutation(MoveSectionDocument);
  const remove = useGraphMutation(RemoveSectionDocument, { done: t('sections.removed') });
  const ask = async () => {
    const sure = await confirm({
      title: t('sections.removeTitle'),
      body: t('sections.removeBody', { title: section.title }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { sectionId: section.id } });
  };
  const icon = { variant: 'subtle', color: 'gray', c: 'dimmed', size: 34 } as const;
  return (
    <Group gap={2} wrap="nowrap">
      <MoveButtons
        name={section.title}
        position={section.position}
        count={count}
        isDisabled={move.isPending}
        onMove={(position) => move.mutate({ input: { sectionId: section.id, position } })}
      />
      <ActionIcon {...icon} aria-label={t('teach.editOf', { name: section.title })} onClick={dialog.open}>
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon {...icon} aria-label={t('teach.removeOf', { name: section.title })} onClick={() => void ask()}>
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
      <SectionDialog examId={examId} section={section} isOpen={isOpen} onClose={dialog.close} />
    </Group>
  );
}
