import { describe, expect, it } from '@jest/globals';
import katex from 'katex';
import { formulaBounds } from './formula-bounds.ts';

const html = (tex: string) => katex.renderToString(tex, formulaBounds);

describe('a formula that means harm', () => {
  it.each([
    ['a link that runs a script', '\\href{javascript:alert(1)}{x}'],
    ['a link elsewhere', '\\url{https://evil.example}'],
    ['a picture from elsewhere', '\\includegraphics{https://evil.example/x.png}'],
    ['a style of its own', '\\htmlStyle{position:fixed}{x}'],
    ['an id of its own', '\\htmlId{main}{x}'],
    ['data of its own', '\\htmlData{x=y}{x}'],
    ['HTML', '\\text{<img src=x onerror=alert(1)>}'],
  ])('%s becomes text', (_name, tex) => {
    const elements = html(tex).replace(/<annotation[^>]*>.*?<\/annotation>/gs, '');
    expect(elements).not.toMatch(
      /<(?:a|img|script|iframe)\b|<[^>]*\s(?:href|src|id|data-\w+|on\w+)=|position:\s*fixed/i,
    );
  });

  it('grows no further than is bounded', () => {
    const bomb = '\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b\\b\\b}';
    const told = () => html(`${bomb}\\def\\d{\\c\\c\\c\\c\\c\\c\\c\\c\\c\\c}\\d\\d\\d\\d`).length;
    let length = 0;
    try {
      length = told();
    } catch (error) {
      expect(String(error)).toContain('Too many expansions');
    }
    expect(length).toBeLessThan(20_000);
  });

  it('is no larger than the page', () => {
    expect(html('\\rule{100000em}{100000em}')).not.toContain('100000em"');
  });
});
