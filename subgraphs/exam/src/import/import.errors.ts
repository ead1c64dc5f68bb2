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
  IMPORT_FORMAT_UNKNOWN: {
    category: 'BAD_INPUT',
    message: 'The file is in none of the formats that can be read: CSV, GIFT, Aiken, Moodle XML and QTI.',
  },
  IMPORT_XML_NOT_VALID: { category: 'BAD_INPUT', message: 'The file is not well-formed XML from its beginning on.' },
  IMPORT_XML_REFUSED: {
    category: 'BAD_INPUT',
    message: 'The file declares a document type or is nested too deep. Files of questions need neither.',
  },
  IMPORT_ARCHIVE_NOT_VALID: { category: 'BAD_INPUT', message: 'The archive is damaged or is no package of questions.' },
  IMPORT_ARCHIVE_TOO_LARGE: {
    category: 'TOO_LARGE',
    message: 'The archive may hold at most 10000 files and 25 MB of questions.',
  },
  IMPORT_ROWS_TOO_MANY: { category: 'TOO_LARGE', message: 'The file may have at most 10000 rows, blocks or items.' },
  IMPORT_FILE_TOO_HEAVY: {
    category: 'TOO_LARGE',
    message: 'The file takes too long to read or to write. Split it into smaller ones.',
  },
  IMPORT_BUSY: {
    category: 'TOO_MANY',
    message: 'Many files are being read just now. Send the same again in a moment.',
  },
  IMPORT_QUESTIONS_TOO_MANY: { category: 'TOO_LARGE', message: 'A file may bring at most 5000 questions to a bank.' },
});
