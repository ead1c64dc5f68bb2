import { describe, expect, it } from '@jest/globals';
import { isEncodingDamaged } from './encoding-damage.ts';

describe('texts that are as they should be', () => {
  it.each([
    ['plain ASCII', 'What is the capital of Norway?'],
    ['line breaks and tabs', 'one\n\ttwo\r\n'],
    ['accented letters', 'Á bientôt, São Paulo, Åland, Ångström, naïve, ROMÂNIA'],
    ['curly quotes and dashes', '“spook hunter” – it’s…'],
    ['a capital before a closing quote', '“CAFÉ”'],
    ['signs', '20 °C ± ½ µm², 2 × 2, ® £5 €3'],
    ['Greek', 'φύσις'],
    ['Cyrillic', 'Физика'],
    ['Japanese and emoji', '物理 🎓'],
  ])('%s', (_name, text) => {
    expect(isEncodingDamaged(text)).toBe(false);
  });
});

describe('texts that were decoded wrongly', () => {
  it.each([
    ['a replacement character', 'φ\uFFFD?σις'],
    ['é read as windows-1252', 'CafÃ© au lait'],
    ['à read as windows-1252', 'voilÃ\u00A0'],
    ['É read as windows-1252', 'Ã‰cole'],
    ['an apostrophe read as windows-1252', 'it’s'.replace('’', 'â€™')],
    ['the degree sign read as windows-1252', '20 Â°C'],
    ['Cyrillic read as windows-1252', 'Ð¤Ð¸Ð·Ð¸ÐºÐ°'],
    ['a byte order mark read as windows-1252', 'ï»¿prompt'],
    ['an emoji read as windows-1252', 'ðŸŽ“'],
    ['a C1 control character', 'don\u0092t'],
    ['another control character', 'a\u0007b'],
  ])('%s', (_name, text) => {
    expect(isEncodingDamaged(text)).toBe(true);
  });
});
