import { type BankQuestionPartsFragment, QuestionBankDocument, TakeFromBankDocument } from '@lectern/sdk';
import { Button, Checkbox, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArchive } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../graph/loaded.tsx';
import { useGraphMutation, useGraphPages } from '../../../graph/use-graph.ts';
import { EmptyBlock } from '../../../ui/states.tsx';
import { QuestionText } from '../questions/question-text.tsx';
import classes from './bank.module.css';
import { BankBadges } from './bank-badges.tsx';
import { BankFilters, useBankFilter } from './bank-filters.tsx';

export interface TakeFromBankDialogProps {
  readonly exam: { readonly id: string; readonly course: { readonly id: string } };
  /** Questions of the bank that the exam has already. */
  readonly takenIds: ReadonlySet<string>;
  /** Where they are added; null: to no section. */
  readonly section: { readonly id: string; readonly title: string } | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface EntryProps {
  readonly entry: BankQuestionPartsFragment;
  readonly isTaken: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

function Entry({ entry, isTaken, isChosen, onChoose }: EntryProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.choosable} data-chosen={isChosen}>
      <Checkbox
        mt={3}
        checked={isChosen || isTaken}
        disabled={isTaken}
        aria-label={t('bank.choose', { prompt: entry.question.prompt.slice(0, 120) })}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div className={classes.body}>
        <QuestionText question={entry.question} />
        <BankBadges entry={entry} />
        {isTaken ? (
          <Text size="sm" c="dimmed">
            {t('bank.isTaken')}
          </Text>
        ) : null}
      </div>
    </li>
  );
}

/** At most as many as the server takes at once. */
const chosenMax = 200;

function TakeForm({ exam, takenIds, section, onClose }: Omit<TakeFromBankDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const courseId = exam.course.id;
  const { values, setValues, filter, isFiltered } = useBankFilter();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const bank = useGraphPages(QuestionBankDocument, { courseId, filter, first: 30 }, (data) => data.questionBank);
  const take = useGraphMutation(TakeFromBankDocument, {
    done: t('bank.taken', { count: chosen.length }),
    onDone: onClose,
  });
  const choose = (id: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, id].slice(0, chosenMax) : before.filter((other) => other !== id)));
  const open = bank.nodes.filter(({ id }) => !takenIds.has(id));
  const areAllChosen = open.length > 0 && open.every(({ id }) => chosen.includes(id));
  return (
    <Stack gap="md">
      <BankFilters courseId={courseId} values={values} onChange={setValues} />
      <Loaded query={bank.query}>
        {() =>
          bank.nodes.length === 0 ? (
            <EmptyBlock icon={IconArchive} title={t(isFiltered ? 'common.nothingFound' : 'bank.none')}>
              {t(isFiltered ? 'bank.nothingFoundHint' : 'bank.noneHint')}
            </EmptyBlock>
          ) : (
            <>
              <Group justify="space-between">
                <Text size="sm" c="dimmed" role="status">
                  {t('bank.found', { count: bank.totalCount })}
                </Text>
                <Checkbox
                  label={t('bank.chooseShown')}
                  checked={areAllChosen}
                  disabled={open.length === 0}
                  onChange={(event) =>
                    setChosen(
                      event.currentTarget.checked
                        ? [...new Set([...chosen, ...open.map(({ id }) => id)])].slice(0, chosenMax)
                        : chosen.filter((id) => !open.some((entry) => entry.id === id)),
                    )
                  }
                />
              </Group>
              <ScrollArea.Autosize mah="46dvh" type="auto" viewportProps={{ tabIndex: 0 }}>
                <ul className={classes.list}>
                  {bank.nodes.map((entry) => (
                    <Entry
                      key={entry.id}
                      entry={entry}
                      isTaken={takenIds.has(entry.id)}
                      isChosen={chosen.includes(entry.id)}
                      onChoose={(isChosen) => choose(entry.id, isChosen)}
                    />
                  ))}
                </ul>
                {bank.hasMore ? (
                  <Group justify="center" py="sm">
                    <Button variant="default" size="xs" loading={bank.isLoadingMore} onClick={bank.loadMore}>
                      {t('common.more')}
                    </Button>
                  </Group>
                ) : null}
              </ScrollArea.Autosize>
            </>
          )
        }
      </Loaded>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          disabled={chosen.length === 0}
          loading={take.isPending}
          onClick={() =>
            take.mutate({ input: { examId: exam.id, bankQuestionIds: chosen, sectionId: section?.id ?? null } })
          }
        >
          {t('bank.take', { count: chosen.length })}
        </Button>
      </Group>
    </Stack>
  );
}

/** Chooses questions of the course's bank for an exam: by words, tags and kind, several at once. */
export function TakeFromBankDialog({ isOpen, ...props }: TakeFromBankDialogProps) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      size="56rem"
      fullScreen={isNarrow}
      radius={isNarrow ? 0 : 'lg'}
      title={props.section ? t('bank.takeInto', { title: props.section.title }) : t('bank.takeTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TakeForm {...props} />
    </Modal>
  );
}
