import {
  AddToBankDocument,
  type AuthoredQuestionPartsFragment,
  MoveQuestionDocument,
  type PaperPartsFragment,
  RefreshFromBankDocument,
  RemoveQuestionDocument,
} from '@lectern/sdk';
import { ActionIcon, Menu } from '@mantine/core';
import { IconArchive, IconDots, IconFolderSymlink, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { useConfirm } from '../../../ui/confirm.tsx';

export interface QuestionMenuProps {
  readonly examId: string;
  readonly question: AuthoredQuestionPartsFragment;
  /** The question in words, for the menu's name. */
  readonly name: string;
  readonly sections: PaperPartsFragment['sections'];
  readonly isDraft: boolean;
}

/** Sections that a question can be moved to, and none. */
function MoveItems({ question, sections }: Pick<QuestionMenuProps, 'question' | 'sections'>) {
  const { t } = useTranslation();
  const move = useGraphMutation(MoveQuestionDocument, { done: t('sections.moved') });
  const targets = [{ id: null, title: t('sections.none') }, ...sections].filter(({ id }) => id !== question.sectionId);
  if (sections.length === 0) return null;
  return (
    <>
      <Menu.Label>{t('sections.moveTo')}</Menu.Label>
      {targets.map(({ id, title }) => (
        <Menu.Item
          key={id ?? ''}
          leftSection={<IconFolderSymlink size={16} aria-hidden />}
          onClick={() =>
            move.mutate({ input: { questionId: question.id, position: question.position, sectionId: id } })
          }
        >
          {title}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

/** What is done to a question more rarely: another section, the bank, removing. */
export function QuestionMenu({ examId, question, name, sections, isDraft }: QuestionMenuProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useGraphMutation(RemoveQuestionDocument, { done: t('questions.removed') });
  const addToBank = useGraphMutation(AddToBankDocument, { done: t('bank.addedOne') });
  const refresh = useGraphMutation(RefreshFromBankDocument, { done: t('bank.refreshed') });
  const ask = async () => {
    const sure = await confirm({
      title: t('questions.removeTitle'),
      body: t('questions.removeBody', { name }),
      confirm: t('common.remove'),
      isDangerous: true,
    });
    if (sure) remove.mutate({ input: { questionId: question.id } });
  };
  const isNew = question.bankQuestionId === null;
  if (!isDraft && !isNew) return null;
  return (
    <Menu position="bottom-end" width={270}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" c="dimmed" size={34} aria-label={t('questions.moreOf', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isDraft ? <MoveItems question={question} sections={sections} /> : null}
        {isNew ? (
          <Menu.Item
            leftSection={<IconArchive size={16} aria-hidden />}
            onClick={() => addToBank.mutate({ input: { examId, questionIds: [question.id] } })}
          >
            {t('bank.addOne')}
          </Menu.Item>
        ) : null}
        {isDraft && question.newerBankVersion !== null ? (
          <Menu.Item
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => refresh.mutate({ input: { questionId: question.id } })}
          >
            {t('bank.refresh', { version: question.newerBankVersion })}
          </Menu.Item>
        ) : null}
        {isDraft ? (
          <Menu.Item
            c="var(--mantine-color-error)"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => void ask()}
          >
            {t('common.remove')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
