import { LecternError } from '@lectern/errors';
import { unzipSync } from 'fflate';
import { decodeFile } from '../decode-file.ts';
import { importErrors } from '../import.errors.ts';
import { type ItemOutcome, type NewId, problem, type ReadItems, readItems } from '../item.ts';
import { checkRowCount } from '../row-limit.ts';
import { brokenXml, parseXml } from '../xml/parse-xml.ts';
import { listedItems } from './manifest.ts';
import { normalised } from './normalise.ts';
import { missingItem, readItem } from './read-qti.ts';

const filesMax = 10_000;
const unpackedBytesMax = 25 * 1024 * 1024;

export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** Reads the items of a QTI package, in the order of its manifest; without one, in the order of their names. */
export function readQtiPackage(bytes: Uint8Array, newId: NewId): ReadItems {
  const files = unpacked(bytes);
  // Documents and spreadsheets are archives too.
  if ('[Content_Types].xml' in files || 'mimetype' in files) throw importErrors.make('IMPORT_FILE_NOT_TEXT');
  const items = listedItems(files);
  if (items.length === 0) throw importErrors.make('IMPORT_ARCHIVE_NOT_VALID');
  checkRowCount(items.length);
  return readItems(
    items.map(({ path, keywords }, index) => {
      const file = files[path];
      const outcome = file ? readItemFile(file, keywords, newId) : missingItem(path);
      return { row: index + 1, ...outcome };
    }),
  );
}

/** Only XML is unpacked, and no more of it than its entries say; what they say is added up first. */
function unpacked(bytes: Uint8Array): Record<string, Uint8Array> {
  let count = 0;
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        count += 1;
        const isRead = /\.xml$/i.test(name) || name === 'mimetype';
        if (isRead) total += originalSize;
        if (count > filesMax || total > unpackedBytesMax) throw importErrors.make('IMPORT_ARCHIVE_TOO_LARGE');
        return isRead;
      },
    });
  } catch (error) {
    if (error instanceof LecternError) throw error;
    throw importErrors.make('IMPORT_ARCHIVE_NOT_VALID', { cause: error });
  }
}

/** What would refuse a file that stands alone is the trouble of one item here. */
function readItemFile(file: Uint8Array, keywords: readonly string[], newId: NewId): ItemOutcome {
  try {
    const { root: asWritten, brokenLine } = parseXml(decodeFile(Buffer.from(file)).text);
    const root = normalised(asWritten);
    if (brokenLine !== null) return { question: null, problems: [brokenXml(brokenLine)] };
    if (root.name === 'assessment-item') return readItem(root, keywords, newId);
    return { question: null, problems: [problem(null, 'ITEM_NOT_READ', 'The file holds no item.')] };
  } catch (error) {
    if (!(error instanceof LecternError)) throw error;
    return { question: null, problems: [problem(null, 'ITEM_NOT_READ', error.message)] };
  }
}
