import { useTranslation } from 'react-i18next';

/** Codes whose sentence from the server says more than the code: a name, a line, what the format cannot hold. */
const detailedCodes = new Set([
  'BLOCK_TOO_LONG',
  'COLUMN_NOT_IN_FILE',
  'COLUMN_UNKNOWN',
  'DETAIL_NOT_HELD',
  'DETAIL_NOT_VALID',
  'ELEMENT_NOT_HELD',
  'EMBEDDED_FILE',
  'INTERACTIONS_SEVERAL',
  'ITEM_NOT_IN_FILE',
  'ITEM_NOT_READ',
  'KIND_NOT_HELD',
  'KIND_NOT_READ',
  'KIND_UNKNOWN',
  'SCORING_UNKNOWN',
  'SYNTAX_NOT_VALID',
  'TEXT_NOT_HELD',
  'WEIGHT_NOT_HELD',
  'XML_BROKEN',
]);

export interface ProblemWords {
  readonly words: string;
  /** What the server adds to it; null when the words say all. */
  readonly detail: string | null;
}

/** A problem of a file in the viewer's language. */
export function useProblemWords(): (problem: { readonly code: string; readonly message: string }) => ProblemWords {
  const { i18n } = useTranslation();
  return ({ code, message }) => {
    const key = `import.codes.${code}`;
    if (!i18n.exists(key)) return { words: message, detail: null };
    return { words: i18n.t(key as 'errors.unknown'), detail: detailedCodes.has(code) ? message : null };
  };
}
