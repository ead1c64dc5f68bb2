import { AddQuestionDocument, type AuthoredQuestionPartsFragment, UpdateQuestionDocument } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { QuestionFields } from './question-form.tsx';
import { questionInputOf } from './question-input.ts';
import { QuestionModal } from './question-modal.tsx';
import { useQuestionFailure } from './use-question-failure.ts';

export interface QuestionDialogProps {
  readonly exam: { readonly id: string; readonly course: { readonly id: string } };
  /** The question to change; null to add one. */
  readonly question: AuthoredQuestionPartsFragment | null;
  /** The section a new one stands in; null: none. */
  readonly sectionId: string | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function QuestionDialogForm({ exam, question, sectionId, onClose }: Omit<QuestionDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const failureOf = useQuestionFailure();
  const options = { done: t('common.saved'), onDone: onClose, showsFailure: true };
  const add = useGraphMutation(AddQuestionDocument, options);
  const update = useGraphMutation(UpdateQuestionDocument, options);
  return (
    <QuestionFields
      courseId={exam.course.id}
      question={question}
      submit={t(question ? 'common.save' : 'common.add')}
      isBusy={add.isPending || update.isPending}
      failure={failureOf(add.error ?? update.error)}
      note={question?.bankQuestionId ? t('questions.fromBankEdited') : null}
      onClose={onClose}
      onSubmit={(values) => {
        const input = questionInputOf(values);
        if (question) update.mutate({ input: { questionId: question.id, question: input } });
        else add.mutate({ input: { examId: exam.id, question: input, sectionId } });
      }}
    />
  );
}

/** Writes a question of an exam. */
export function QuestionDialog({ isOpen, ...props }: QuestionDialogProps) {
  const { t } = useTranslation();
  return (
    <QuestionModal
      title={t(props.question ? 'questions.edit' : 'questions.add')}
      isOpen={isOpen}
      onClose={props.onClose}
    >
      <QuestionDialogForm {...props} />
    </QuestionModal>
  );
}
