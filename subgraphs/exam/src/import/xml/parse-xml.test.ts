import { describe, expect, it } from '@jest/globals';
import { parseXml, textOf } from './parse-xml.ts';

describe('XML is read', () => {
  it('as elements without prefixes, texts, and CDATA', () => {
    expect(parseXml('<q:a xmlns:q="u" x="1&#10;2">b<c/><![CDATA[<d>]]>&lt;</q:a>')).toEqual({
      brokenLine: null,
      root: {
        name: 'a',
        attributes: { 'xmlns:q': 'u', x: '1\n2' },
        children: ['b', { name: 'c', attributes: {}, children: [] }, '<d>', '<'],
      },
    });
  });

  it.each([
    ['that stops in the middle', '<a><b>1</b>\n<b>2</b>\n<b>3', 3],
    ['with a wrong end', '<a><b>1</b><b>2</b>\n</c></a>', 2],
    ['with an entity that nobody knows', '<a><b>1</b><b>2</b>\n<b>&nbsp;</b></a>', 2],
    ['with a NUL', '<a><b>1</b><b>2</b>\n<b>\0</b></a>', 2],
    ['with two roots', '<a><b>1</b><b>2</b></a>\n<a/>', 2],
  ])('%s up to there, and the line is told', (_name, text, line) => {
    const { root, brokenLine } = parseXml(text);
    expect(brokenLine).toBe(line);
    expect(textOf(root).replaceAll('\n', '')).toBe('12');
  });
});

describe('XML is refused', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">${Array.from({ length: 9 }, (_, index) => `<!ENTITY c${index} "${'&b;'.repeat(10)}">`).join('')}]><a>&c8;</a>`;
  it.each([
    ['with entities of its own', bomb, 'IMPORT_XML_REFUSED'],
    [
      'with a file from elsewhere',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'IMPORT_XML_REFUSED',
    ],
    ['with a document type', '<!DOCTYPE quiz SYSTEM "https://example.org/quiz.dtd"><quiz/>', 'IMPORT_XML_REFUSED'],
    ['nested deeper than anybody writes', '<a>'.repeat(200_000), 'IMPORT_XML_REFUSED'],
    ['that is none', 'just a text', 'IMPORT_XML_NOT_VALID'],
    ['that is a stray sign', '<<<', 'IMPORT_XML_NOT_VALID'],
  ])('%s', (_name, text, code) => {
    expect(() => parseXml(text)).toThrow(expect.objectContaining({ code }));
  });
});
