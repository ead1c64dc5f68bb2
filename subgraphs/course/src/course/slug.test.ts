import { describe, expect, it } from '@jest/globals';
import { foldText } from './fold-text.ts';
import { freeSlug, isSlug, slugLengthMax, slugOf } from './slug.ts';

describe('a slug made from a title', () => {
  it.each([
    ['plain words', 'Introduction to Physics', 'introduction-to-physics'],
    ['accents', 'Élément à étudier', 'element-a-etudier'],
    ['German', 'Straßenbau für Anfänger', 'strassenbau-fur-anfanger'],
    ['letters Unicode does not decompose', 'Łódź, Ærø & Đà Nẵng', 'lodz-aero-da-nang'],
    ['the Turkish capital İ', 'İstanbul', 'istanbul'],
    ['full-width forms', 'ＡＢＣ １２３', 'abc-123'],
    ['marks and spaces around', '  ¡Hola!  ¿Qué tal?  ', 'hola-que-tal'],
    ['a title without Latin letters', '物理学入門', 'course'],
    ['a title of marks only', '???', 'course'],
    ['a long title, cut between words', 'word '.repeat(40), 'word-'.repeat(16).slice(0, -1)],
    ['one endless word', 'a'.repeat(200), 'a'.repeat(slugLengthMax)],
  ])('%s', (_name, title, slug) => {
    expect(slugOf(title)).toBe(slug);
    expect(isSlug(slugOf(title))).toBe(true);
  });

  it.each([
    ['nothing taken', [], 'physics'],
    ['taken once', ['physics'], 'physics-2'],
    ['a gap is filled', ['physics', 'physics-3'], 'physics-2'],
  ])('gets a number when taken: %s', (_name, taken, slug) => {
    expect(freeSlug('physics', new Set(taken))).toBe(slug);
  });

  it('stays within its length with a number', () => {
    const base = 'a'.repeat(slugLengthMax);
    expect(freeSlug(base, new Set([base]))).toBe(`${'a'.repeat(slugLengthMax - 2)}-2`);
  });

  it.each(['', 'Physics', 'a--b', '-a', 'a-', 'a b', 'é', 'a'.repeat(81)])('is refused when given as "%s"', (text) => {
    expect(isSlug(text)).toBe(false);
  });
});

describe('folded text', () => {
  it('is the same for the same words, however they are written', () => {
    expect(foldText('  Übungen\n zur ÖLMALEREI ')).toBe(foldText('ubungen zur Ölmalerei'));
  });
});
