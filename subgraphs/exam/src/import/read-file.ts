import { readAiken } from './aiken/read-aiken.ts';
import type { ColumnMapping } from './csv/columns.ts';
import { readCsv } from './csv/read-csv.ts';
import { decodeFile } from './decode-file.ts';
import type { QuestionFormat } from './format.ts';
import { readGift } from './gift/read-gift.ts';
import { importErrors } from './import.errors.ts';
import type { NewId, ReadItems } from './item.ts';
import { readMoodleXml } from './moodle-xml/read-moodle-xml.ts';
import { isArchive, readQtiPackage } from './qti/read-package.ts';
import { readQti } from './qti/read-qti.ts';
import { recogniseFormat } from './recognise-format.ts';

/** A file as it came, and what is known of it. */
export type FileToRead = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Null: as its content looks like. */
  readonly format: QuestionFormat | null;
  readonly columns: readonly ColumnMapping[];
};

export type ReadFile = ReadItems & {
  readonly format: QuestionFormat;
  readonly encoding: string;
  /** Between the columns of a CSV file; null for other formats. */
  readonly delimiter: string | null;
  readonly columns: readonly ColumnMapping[];
};

/** Reads a file of questions of any format. Throws the errors of files that cannot be read at all. */
export function readFile({ bytes, fileName, format, columns }: FileToRead, newId: NewId): ReadFile {
  if ((format === null || format === 'QTI') && isArchive(bytes)) {
    const items = readQtiPackage(bytes, newId);
    return { ...items, format: 'QTI', encoding: 'UTF-8', delimiter: null, columns: [] };
  }
  const { text, encoding } = decodeFile(Buffer.from(bytes));
  const known = format ?? (columns.length > 0 ? 'CSV' : recogniseFormat(text, fileName));
  if (known === null) throw importErrors.make('IMPORT_FORMAT_UNKNOWN');
  if (known === 'CSV') return { ...readCsv(text, newId, columns), format: known, encoding };
  return { ...readText(known, text, newId), format: known, encoding, delimiter: null, columns: [] };
}

function readText(format: Exclude<QuestionFormat, 'CSV'>, text: string, newId: NewId): ReadItems {
  switch (format) {
    case 'GIFT':
      return readGift(text, newId);
    case 'AIKEN':
      return readAiken(text, newId);
    case 'MOODLE_XML':
      return readMoodleXml(text, newId);
    case 'QTI':
      return readQti(text, newId);
    default:
      return format satisfies never;
  }
}
