import { BankQuestionVersionsDocument } from '@lectern/sdk';
import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { QuestionText } from '../questions/question-text.tsx';
import classes from './bank.module.css';

export interface VersionsDialogProps {
  readonly bankQuestionId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function Versions({ bankQuestionId }: { readonly bankQuestionId: string }) {
  const { t } = useTranslation();
  const versions = useGraphQuery(BankQuestionVersionsDocument, { id: bankQuestionId });
  return (
    <Loaded query={versions}>
      {({ bankQuestionVersions }) => (
        <ol className={classes.list}>
          {bankQuestionVersions.map((question, index) => {
            const version = question.bankVersion ?? bankQuestionVersions.length - index;
            return (
              <li key={version} className={classes.entry}>
                <div className={classes.body}>
                  <Text fw={650} size="sm" mb={4}>
                    {t('bank.version', { version })}
                    {index === 0 ? ` · ${t('bank.latest')}` : ''}
                  </Text>
                  <QuestionText question={question} />
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </Loaded>
  );
}

/** How a question of the bank was from one change to the next. */
export function VersionsDialog({ bankQuestionId, isOpen, onClose }: VersionsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('bank.versions')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('bank.versionsHint')}
        </Text>
        <Versions bankQuestionId={bankQuestionId} />
      </Stack>
    </Modal>
  );
}
