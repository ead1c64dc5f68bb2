import { ExportQuestionsDocument, type ExportQuestionsInput } from '@lectern/sdk';
import { Button, List, Menu, Modal, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { fromBase64 } from '../../../ui/base64.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { sayDone } from '../../../ui/toast.ts';
import { questionFormats } from '../import/formats.ts';
import { useProblemWords } from '../import/problem-words.ts';

export interface ExportMenuProps {
  /** The exam or the course's bank, and which of its questions. */
  readonly source: Omit<ExportQuestionsInput, 'format'>;
  readonly isDisabled?: boolean;
}

interface LeftOut {
  readonly row: number;
  readonly code: string;
  readonly message: string;
}

/** Saves questions, keys and all, in a format of one's choice; says which the format cannot hold. */
export function ExportMenu({ source, isDisabled = false }: ExportMenuProps) {
  const { t } = useTranslation();
  const wordsOf = useProblemWords();
  const [leftOut, setLeftOut] = useState<readonly LeftOut[]>([]);
  const run = useGraphMutation(ExportQuestionsDocument, {
    onDone: ({ exportQuestions: { export: file } }) => {
      saveFile(fromBase64(file.contentBase64, file.mediaType), file.fileName);
      sayDone(t('exchange.exported', { count: file.questionCount }));
      setLeftOut(file.problems);
    },
  });
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <Button
            variant="default"
            disabled={isDisabled}
            loading={run.isPending}
            leftSection={<IconDownload size={17} aria-hidden />}
          >
            {t('exchange.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('exchange.exportHint')}</Menu.Label>
          {questionFormats.map((format) => (
            <Menu.Item key={format} onClick={() => run.mutate({ input: { ...source, format } })}>
              {t(`exchange.formats.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={leftOut.length > 0}
        onClose={() => setLeftOut([])}
        title={t('exchange.leftOut', { count: leftOut.length })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('exchange.leftOutHint')}
          </Text>
          <List size="sm" spacing={4}>
            {leftOut.map((problem) => (
              <List.Item key={`${problem.row} ${problem.code} ${problem.message}`}>
                {t('room.questionNumber', { number: problem.row })}: {wordsOf(problem).words}
              </List.Item>
            ))}
          </List>
        </Stack>
      </Modal>
    </>
  );
}
