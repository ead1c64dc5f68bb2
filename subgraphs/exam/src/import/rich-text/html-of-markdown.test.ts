import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { parseXml } from '../xml/parse-xml.ts';
import { htmlOfMarkdown } from './html-of-markdown.ts';

describe('Markdown becomes XHTML', () => {
  it.each([
    ['marks', 'a *b* **c** `d`', '<p>a <em>b</em> <strong>c</strong> <code>d</code></p>'],
    ['raw HTML, as text', '<script>alert(1)</script> & x', '&lt;script&gt;alert(1)&lt;/script&gt; &amp; x'],
    ['addresses that run something, dropped', '[a](javascript:alert(1))', '<p><a href="">a</a></p>'],
    ['mathematics', 'Is $a_1 < b_1$ or $$\\frac{a}{b}$$?', '<p>Is \\(a_1 &lt; b_1\\) or \\[\\frac{a}{b}\\]?</p>'],
    [
      'code that looks like mathematics',
      '`$a$` and\n\n```\n$b$\n```',
      '<p><code>$a$</code> and</p>\n<pre><code>$b$\n</code></pre>',
    ],
    ['prices', 'It costs $5.', '<p>It costs $5.</p>'],
    ['line breaks', 'a\\\nb', '<p>a<br />\nb</p>'],
    ['plain words', 'Oslo, Norway (2nd)', '<p>Oslo, Norway (2nd)</p>'],
  ])('%s', (_name, markdown, html) => {
    expect(htmlOfMarkdown(markdown)).toBe(html);
  });

  it('that is well-formed, whatever the text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      '*',
      '_',
      '`',
      '$',
      '\\',
      '[a](b)',
      '![a](b "c")',
      '\n',
      '- ',
      '<b>',
      '&nbsp;',
      'x',
      '1. ',
      '&#0;',
    );
    fc.assert(
      fc.property(fc.array(pieces), (all) => {
        expect(parseXml(`<div>${htmlOfMarkdown(all.join(''))}</div>`).brokenLine).toBeNull();
      }),
    );
  });

  it('as the parser itself makes it, where the parser is not asked', () => {
    const pieces = fc.constantFrom('a', 'é', '日本', '1', '.', ',', '?', '!', "'", '(', ')', '%', ' ', 'https', 'www.');
    fc.assert(
      fc.property(fc.array(pieces), (all) => {
        const text = all.join('').trim();
        expect(htmlOfMarkdown(text)).toBe(micromark(text));
      }),
    );
  });
});
