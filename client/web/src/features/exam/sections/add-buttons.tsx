import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconArrowsShuffle, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TakeFromBankDialog } from '../bank/take-from-bank-dialog.tsx';
import { QuestionDialog, type QuestionDialogProps } from '../questions/question-dialog.tsx';
import { DrawDialog } from './draw-dialog.tsx';

export interface AddButtonsProps {
  readonly exam: QuestionDialogProps['exam'];
  readonly takenIds: ReadonlySet<string>;
  /** Where it is added; null: to no section. */
  readonly section: { readonly id: string; readonly title: string } | null;
}

/** A new question, questions of the bank, a random draw: into one section, or into none. */
export function AddButtons({ exam, takenIds, section }: AddButtonsProps) {
  const { t } = useTranslation();
  const [isWriting, write] = useDisclosure(false);
  const [isTaking, take] = useDisclosure(false);
  const [isDrawing, draw] = useDisclosure(false);
  const sectionId = section?.id ?? null;
  const nameOf = (label: string) => (section ? { 'aria-label': `${label}: ${section.title}` } : {});
  const buttons = [
    { label: t('questions.add'), Icon: IconPlus, open: write.open },
    { label: t('bank.fromBank'), Icon: IconArchive, open: take.open },
    { label: t('draws.add'), Icon: IconArrowsShuffle, open: draw.open },
  ];
  return (
    <Group gap="xs">
      {buttons.map(({ label, Icon, open }, index) => (
        <Button
          key={label}
          size={section ? 'xs' : 'sm'}
          variant={section === null && index === 0 ? 'filled' : 'default'}
          leftSection={<Icon size={17} aria-hidden />}
          onClick={open}
          {...nameOf(label)}
        >
          {label}
        </Button>
      ))}
      <QuestionDialog exam={exam} question={null} sectionId={sectionId} isOpen={isWriting} onClose={write.close} />
      <TakeFromBankDialog exam={exam} takenIds={takenIds} section={section} isOpen={isTaking} onClose={take.close} />
      <DrawDialog exam={exam} draw={null} sectionId={sectionId} isOpen={isDrawing} onClose={draw.close} />
    </Group>
  );
}
