import { Box, Drawer, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../../../ui/confirm.tsx';
import { type AnswerView, type Given, isGiven } from './answers.ts';
import classes from './exam-room.module.css';
import { HandInDialog } from './hand-in-dialog.tsx';
import { Navigator } from './navigator.tsx';
import { QuestionView } from './question-view.tsx';
import { SectionIntro } from './section-intro.tsx';
import { Steps } from './steps.tsx';
import { useFlags } from './use-flags.ts';
import type { useHandIn } from './use-hand-in.ts';
import type { useHandInDialog } from './use-hand-in-dialog.ts';
import { usePlace } from './use-place.ts';
import type { RoomAttempt } from './use-room.ts';
import { useRoomKeys } from './use-room-keys.ts';

export interface PaperViewProps {
  readonly attempt: RoomAttempt;
  readonly answers: ReadonlyMap<string, AnswerView>;
  /** Whether nothing can be answered just now. */
  readonly isLocked: boolean;
  /** Whether nothing can be answered any more. */
  readonly isOver: boolean;
  readonly dialog: ReturnType<typeof useHandInDialog>;
  readonly handingIn: ReturnType<typeof useHandIn>;
  readonly onAnswer: (questionId: string, given: Given) => void;
}

/** The question one is at, with its section, and the way to the others. */
export function PaperView({ attempt, answers, isLocked, isOver, dialog, handingIn, onAnswer }: PaperViewProps) {
  const { t } = useTranslation();
  const { flags, toggle } = useFlags(attempt);
  const { index, goTo, isOneWay } = usePlace(attempt);
  const [isGridOpen, grid] = useDisclosure(false);
  const questions = attempt.questions ?? [];
  const sections = attempt.sections ?? [];
  const question = questions[index];
  const sectionIndex = sections.findIndex(({ id }) => id === question?.sectionId);
  const section = sections[sectionIndex];
  const confirm = useConfirm();
  const choose = (next: number) => {
    goTo(next);
    grid.close();
    dialog.close();
  };
  // One way, going on without an answer is for good.
  const goOn = async () => {
    const isAnswered = question !== undefined && isGiven(answers.get(question.id)?.given ?? {});
    const asks = isOneWay && !isAnswered && !isLocked && index < questions.length - 1;
    const words = { title: t('room.goOnTitle'), body: t('room.goOnBody'), confirm: t('room.goOn') };
    if (!asks || (await confirm(words))) choose(index + 1);
  };
  useRoomKeys({
    isActive: !dialog.isOpen && !isOver,
    onNext: () => void goOn(),
    onPrevious: () => choose(index - 1),
    onFlag: () => question && toggle(question.id),
  });
  const navigator = (
    <Navigator {...{ questions, sections, answers, flags, isOneWay }} current={index} onChoose={choose} />
  );
  return (
    <>
      <div className={classes.layout}>
        <main id="main" className={classes.main}>
          {question && section ? (
            <SectionIntro
              section={section}
              number={sectionIndex + 1}
              count={sections.length}
              isFirst={questions[index - 1]?.sectionId !== section.id}
            />
          ) : null}
          {question ? (
            <QuestionView
              key={question.id}
              question={question}
              questionCount={questions.length}
              answer={answers.get(question.id)}
              isFlagged={flags.has(question.id)}
              canFlag={!isOneWay}
              isLocked={isLocked}
              onFlag={() => toggle(question.id)}
              onAnswer={(given) => onAnswer(question.id, given)}
            />
          ) : null}
          <Steps
            index={index}
            count={questions.length}
            isOneWay={isOneWay}
            isLocked={isLocked && !isOver}
            onPrevious={() => choose(index - 1)}
            onNext={() => void goOn()}
            onGrid={grid.open}
            onReview={dialog.open}
          />
          <Text size="sm" c="dimmed" {...(isOneWay ? {} : { visibleFrom: 'md' })}>
            {t(isOneWay ? 'room.oneWayHint' : 'room.keysHint')}
          </Text>
        </main>
        <Box component="aside" visibleFrom="md" className={classes.side ?? ''} aria-label={t('room.overview')}>
          {navigator}
        </Box>
      </div>
      <Drawer
        opened={isGridOpen}
        onClose={grid.close}
        position="bottom"
        size="auto"
        title={t('room.navigator')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {navigator}
      </Drawer>
      <HandInDialog
        isOpen={dialog.isOpen}
        onClose={dialog.close}
        {...{ questions, answers, flags, handingIn }}
        {...(isOneWay ? {} : { onGoTo: choose })}
      />
    </>
  );
}
