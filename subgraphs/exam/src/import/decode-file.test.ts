import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { bytesOfBase64, decodeFile, fileBytesMax } from './decode-file.ts';

const text = 'prompt,answer\n“Où est le café ?”,Là-bas – peut-être\n';

describe('the encoding of a file is recognised', () => {
  it.each([
    ['UTF-8', Buffer.from(text), 'UTF-8'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), 'UTF-8'],
    ['UTF-16 little-endian with a mark', iconv.encode(`\uFEFF${text}`, 'UTF-16LE'), 'UTF-16LE'],
    ['UTF-16 big-endian with a mark', iconv.encode(`\uFEFF${text}`, 'UTF-16BE'), 'UTF-16BE'],
    ['UTF-16 without a mark', iconv.encode(text, 'UTF-16LE'), 'UTF-16LE'],
    ['windows-1252', iconv.encode(text, 'windows-1252'), 'windows-1252'],
  ])('%s', (_name, bytes, encoding) => {
    expect(decodeFile(bytes)).toEqual({ text, encoding });
  });

  it('a broken byte in UTF-8 stays visible as damage', () => {
    const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0xff])]);
    expect(decodeFile(bytes)).toEqual({ text: `${text}\uFFFD`, encoding: 'UTF-8' });
  });

  it.each([
    ['ISO-8859-2', 'ISO-8859-2'],
    ['windows-1251', 'windows-1251'],
    ['UTF-8', 'UTF-8'],
  ])('as XML declares it: %s', (name, encoding) => {
    const xml = `<?xml version="1.0" encoding="${name}"?><quiz>${name === 'windows-1251' ? 'Ж' : 'Łódź'}</quiz>`;
    expect(decodeFile(iconv.encode(xml, encoding))).toEqual({ text: xml, encoding });
  });

  it.each(['base64', 'no-such-encoding'])('and not as %s', (name) => {
    const xml = `<?xml version="1.0" encoding="${name}"?><quiz>Łódź</quiz>`;
    expect(decodeFile(Buffer.from(xml))).toEqual({ text: xml, encoding: 'UTF-8' });
  });

  it('Russian of old', () => {
    const question = 'Как называется столица Российской Федерации и когда она была основана?,Москва\n';
    const russian = `prompt,answer\n${question.repeat(8)}`;
    expect(decodeFile(iconv.encode(russian, 'windows-1251'))).toEqual({ text: russian, encoding: 'windows-1251' });
  });
});

describe('what cannot be a file of questions is refused', () => {
  it.each([
    ['not base64', '§§§', 'IMPORT_NOT_BASE64'],
    ['half a character', 'QUJDR', 'IMPORT_NOT_BASE64'],
    ['nothing', '', 'IMPORT_FILE_EMPTY'],
    ['only blank lines', Buffer.from(' \r\n\n').toString('base64'), 'IMPORT_FILE_EMPTY'],
    ['a byte too many', Buffer.alloc(fileBytesMax + 1, 'a').toString('base64'), 'IMPORT_FILE_TOO_LARGE'],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004 and so on').toString('base64'), 'IMPORT_FILE_NOT_TEXT'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 0, 0, 0, 5]).toString('base64'), 'IMPORT_FILE_NOT_TEXT'],
  ])('%s', (_name, content, code) => {
    expect(() => decodeFile(bytesOfBase64(content))).toThrow(expect.objectContaining({ code }));
  });

  it('the largest file allowed is read', () => {
    expect(bytesOfBase64(Buffer.alloc(fileBytesMax, 'a').toString('base64'))).toHaveLength(fileBytesMax);
  });
});
