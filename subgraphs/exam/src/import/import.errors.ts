import { defineErrors } from '@lectern/errors';

/** A file as a whole cannot be read; what is wrong with single rows is answered as data. */
export const importErrors = defineErrors({
  IMPORT_NOT_BASE64: { category: 'BAD_INPUT', message: 'The content must be the bytes of the file in base64.' },
  IMPORT_FILE_EMPTY: { category: 'BAD_INPUT', message: 'The file is empty.' },
  IMPORT_FILE_TOO_LARGE: { category: 'TOO_LARGE', message: 'The file may have at most 5 MB.' },
  IMPORT_FILE_NOT_TEXT: {
    category: 'BAD_INPUT',
    message: 'The file is not text. Save a spreadsheet as CSV before importing it.',
  },
});
