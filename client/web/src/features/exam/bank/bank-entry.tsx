import { ArchiveBankQuestionDocument, type BankQuestionPartsFragment } from '@lectern/sdk';
import { ActionIcon, Group, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconArchiveOff, IconDots, IconHistory, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { QuestionText } from '../questions/question-text.tsx';
import classes from './bank.module.css';
import { BankBadges } from './bank-badges.tsx';
import { BankQuestionDialog } from './bank-question-dialog.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

/** One question of the bank, and what can be done with it. */
export function BankEntry({ entry }: { readonly entry: BankQuestionPartsFragment }) {
  const { t } = useTranslation();
  const [isEditing, edit] = useDisclosure(false);
  const [isLooking, look] = useDisclosure(false);
  const archive = useGraphMutation(ArchiveBankQuestionDocument, {
    done: t(entry.isArchived ? 'bank.restored' : 'bank.archived'),
  });
  const name = entry.question.prompt.slice(0, 60);
  const icon = { variant: 'subtle', color: 'gray', c: 'dimmed', size: 34 } as const;
  return (
    <li className={classes.entry}>
      <div className={classes.body}>
        <QuestionText question={entry.question} />
        <BankBadges entry={entry} />
      </div>
      <Group gap={2} wrap="nowrap" className={classes.buttons ?? ''}>
        <ActionIcon {...icon} aria-label={t('teach.editOf', { name })} onClick={edit.open}>
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
        <Menu position="bottom-end" width={230}>
          <Menu.Target>
            <ActionIcon {...icon} aria-label={t('questions.moreOf', { name })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={look.open}>
              {t('bank.versions')}
            </Menu.Item>
            <Menu.Item
              leftSection={
                entry.isArchived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
              }
              onClick={() => archive.mutate({ input: { id: entry.id, isArchived: !entry.isArchived } })}
            >
              {t(entry.isArchived ? 'bank.restore' : 'bank.archive')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <BankQuestionDialog courseId={entry.courseId} entry={entry} isOpen={isEditing} onClose={edit.close} />
      <VersionsDialog bankQuestionId={entry.id} isOpen={isLooking} onClose={look.close} />
    </li>
  );
}
