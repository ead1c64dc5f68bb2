import { LecternRequestError } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { codeOf, useErrorText } from '../../../graph/error-text.ts';

/** Why a question was refused, in words: what is wrong with it where the server says so. Null without a failure. */
export function useQuestionFailure(): (error: unknown) => string | null {
  const { i18n } = useTranslation();
  const errorText = useErrorText();
  return (error) => {
    if (!error) return null;
    const problem = error instanceof LecternRequestError ? error.facts.problem : undefined;
    const key = `import.codes.${String(problem)}`;
    if (codeOf(error) === 'QUESTION_NOT_VALID' && i18n.exists(key)) return i18n.t(key as 'errors.unknown');
    return errorText(error);
  };
}
