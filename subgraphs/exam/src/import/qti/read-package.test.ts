import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readFile } from '../read-file.ts';

let ids = 0;
const newId = () => `id-${ids++}`;
const read = (bytes: Uint8Array) => readFile({ bytes, fileName: 'x.zip', format: null, columns: [] }, newId);
const zip = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
const essay = (prompt: string) =>
  `<qti-assessment-item><qti-item-body><p>${prompt}</p><qti-extended-text-interaction/></qti-item-body></qti-assessment-item>`;
const resource = (href: string, keywords = '', type = 'imsqti_item_xmlv3p0') =>
  `<resource type="${type}" href="${href}"><metadata><imsmd:lom xmlns:imsmd="x"><imsmd:general>${keywords}</imsmd:general></imsmd:lom></metadata></resource>`;
const manifest = (...resources: string[]) => `<manifest><resources>${resources.join('')}</resources></manifest>`;

describe('a package is read', () => {
  it('in the order of its manifest, with its keywords', () => {
    const keyword = (text: string) => `<imsmd:keyword><imsmd:langstring>${text}</imsmd:langstring></imsmd:keyword>`;
    const { questions, format } = read(
      zip({
        'imsmanifest.xml': manifest(
          resource('b.xml', keyword('cells') + keyword('difficulty:2')),
          resource('x.css', '', 'webcontent'),
          resource('a%20a.xml'),
        ),
        'a a.xml': essay('A'),
        'b.xml': essay('B'),
        'not-listed.xml': essay('C'),
      }),
    );
    expect(format).toBe('QTI');
    expect(questions.map(({ row, draft, tags, difficulty }) => [row, draft.prompt, tags, difficulty])).toEqual([
      [1, 'B', ['cells'], 2],
      [2, 'A', [], null],
    ]);
  });

  it('from a folder of its own, or without a manifest', () => {
    const inFolder = zip({
      'quiz/imsmanifest.xml': manifest(resource('./items/a.xml')),
      'quiz/items/a.xml': essay('A'),
    });
    expect(read(inFolder).questions.map(({ draft }) => draft.prompt)).toEqual(['A']);
    const bare = zip({ 'b.xml': essay('B'), 'a.xml': essay('A'), 'test.xml': '<qti-assessment-test/>' });
    expect(read(bare).questions.map(({ draft }) => draft.prompt)).toEqual(['A', 'B']);
  });

  it('item by item: one that is bad does not stop the others', () => {
    const { questions, problems } = read(
      zip({
        'imsmanifest.xml': manifest(
          ...['a', 'bomb', 'gone', 'broken', 'page', 'empty', 'z'].map((name) => resource(`${name}.xml`)),
        ),
        'a.xml': essay('A'),
        'bomb.xml': '<!DOCTYPE a [<!ENTITY b "b">]><qti-assessment-item>&b;</qti-assessment-item>',
        'broken.xml': '<qti-assessment-item><p>',
        'page.xml': '<html/>',
        'empty.xml': '',
        'z.xml': essay('Z'),
      }),
    );
    expect(questions.map(({ row }) => row)).toEqual([1, 7]);
    expect(problems.map(({ row, code }) => `${row} ${code}`)).toEqual([
      '2 ITEM_NOT_READ',
      '3 ITEM_NOT_IN_FILE',
      '4 XML_BROKEN',
      '5 ITEM_NOT_READ',
      '6 ITEM_NOT_READ',
    ]);
  });
});

describe('an archive is refused', () => {
  const good = zip({ 'a.xml': essay('A'.repeat(2_000)) });
  const bomb = zipSync({ 'a.xml': new Uint8Array(26 * 1024 * 1024) });
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}.txt`, new Uint8Array(0)]));
  it.each([
    ['that unpacks to far more than it is', bomb, 'IMPORT_ARCHIVE_TOO_LARGE'],
    ['of very many files', zipSync(many), 'IMPORT_ARCHIVE_TOO_LARGE'],
    ['that stops in the middle', good.subarray(0, good.length / 2), 'IMPORT_ARCHIVE_NOT_VALID'],
    ['whose content is damaged', damaged(good), 'IMPORT_ARCHIVE_NOT_VALID'],
    [
      'that is a document',
      zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<x/>' }),
      'IMPORT_FILE_NOT_TEXT',
    ],
    ['without items', zip({ 'readme.txt': 'x' }), 'IMPORT_ARCHIVE_NOT_VALID'],
  ])('%s', (_name, bytes, code) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ code }));
  });

  it('no more is unpacked than an entry says of itself', () => {
    const lying = zipSync({ 'a.xml': new Uint8Array(20 * 1024 * 1024).fill(32) });
    // The size in the local header, and the one in the directory.
    const view = new DataView(lying.buffer, lying.byteOffset);
    for (let at = 0; at + 4 < lying.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    expect(() => read(lying)).toThrow(expect.objectContaining({ code: 'IMPORT_ARCHIVE_NOT_VALID' }));
  });
});

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy.fill(0xff, 36, 60);
  return copy;
}
