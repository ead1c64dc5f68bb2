import { describe, expect, it } from '@jest/globals';
import { looksLikeHtml, readHtml } from './markdown-of-html.ts';

describe('HTML becomes Markdown that says the same', () => {
  it.each([
    ['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['line breaks', 'One<br>Two<br/><br/>Three<br>', 'One\\\nTwo\n\nThree'],
    ['strong and emphasised', '<p>a <strong>b</strong><i> c </i>d</p>', 'a **b** *c* d'],
    ['an emphasis of nothing', 'a<b></b><b> </b>b', 'a b'],
    ['code', '<code>a_b * c</code> and <code>`</code>', '`a_b * c` and `` ` ``'],
    [
      'a block of code',
      '<p>See</p><pre>if (a &lt; b) {\n  *c*\n\n}</pre>',
      'See\n\n```\nif (a < b) {\n  *c*\n\n}\n```',
    ],
    ['a block of code with a fence in it', '<pre>```</pre>', '````\n```\n````'],
    ['lists', '<ul><li>a</li><li><p>b</p></li></ul><ol><li>c</li><li>d</li></ol>', '- a\n- b\n\n1. c\n2. d'],
    ['a list in a list', '<ul><li>a<ol><li>b</li></ol></li></ul>', '- a\n\n  1. b'],
    ['headings and quotes', '<h2>T</h2><blockquote>q<br>r</blockquote>', '## T\n\n> q\\\n> r'],
    [
      'a table',
      '<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>',
      '| a | b |\n| --- | --- |\n| 1\\|2 | 3 |',
    ],
    [
      'a table with parts',
      '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
      '| a |\n| --- |\n| 1 |',
    ],
    ['a link', '<a href="https://example.org/x">here</a>', '[here](https://example.org/x)'],
    ['a link that runs something', '<a href="javascript:alert(1)">here</a>', 'here'],
    ['raised and lowered signs', 'H<sub>2</sub>O, x<sup>-1</sup>, v<sub>max</sub>', 'H₂O, x⁻¹, v$_{\\text{max}}$'],
    ['mathematics', '\\(a_1 < b\\) and \\[x^2\\] and $$\\frac{a}{b}$$', '$a_1 < b$ and $$x^2$$ and $$\\frac{a}{b}$$'],
    ['entities', '&lt;b&gt; &amp; &eacute;&nbsp;x &#8364;', '\\<b> & é\u00A0x €'],
    [
      'signs that Markdown takes for marks',
      '2 * 3 [a] `b` a_b _c_ costs $5 \\ d',
      '2 \\* 3 \\[a\\] \\`b\\` a_b \\_c\\_ costs \\$5 \\\\ d',
    ],
    ['a beginning that Markdown takes for a list', '<p>- a</p><p>1. b</p><p># c</p>', '\\- a\n\n1\\. b\n\n\\# c'],
    ['scripts and styles, left out', 'a<script>alert("x")</script><style>p{}</style>b', 'ab'],
    ['unknown elements', '<center><blink>a</blink> <font color="red">b</font></center>', 'a b'],
    ['elements that do not close', '<p>a<b>b<i>c', 'a**b*c***'],
    ['runs of spaces', ' a \n\t b ', 'a b'],
  ])('%s', (_name, html, markdown) => {
    expect(readHtml(html, 'prompt')).toEqual({ markdown, problems: [] });
  });

  it.each([
    ['a file of the course', '<img src="@@PLUGINFILE@@/my%20map.png" alt="x">', 'EMBEDDED_FILE', 'my map.png'],
    ['a picture elsewhere', '<img src="https://example.org/a/b.png?c=d">', 'ELEMENT_NOT_HELD', 'b.png by <img>'],
    ['a picture in the text', '<img src="data:image/png;base64,AAAA">', 'ELEMENT_NOT_HELD', 'a picture of its own'],
    ['a film', '<video src="film.mp4"></video>', 'ELEMENT_NOT_HELD', 'film.mp4 by <video>'],
    ['another page', '<iframe src="https://example.org/"></iframe>', 'ELEMENT_NOT_HELD', '<iframe>'],
    ['more than any question', 'x'.repeat(200_001), 'HTML_TOO_LONG', 'longer than any question'],
  ])('%s is reported by name', (_name, html, code, words) => {
    const { problems } = readHtml(html, 'choices.1');
    expect(problems).toEqual([{ field: 'choices.1', code, message: expect.stringContaining(words) }]);
  });

  it('however deep it is nested', () => {
    expect(readHtml(`${'<div>'.repeat(30_000)}a`, 'prompt').markdown).toBe('a');
    expect(readHtml(`${'<b>'.repeat(20_000)}a${'</b>'.repeat(20_000)}`, 'prompt').markdown).toContain('a');
  });
});

describe('a text that may be HTML', () => {
  it.each([
    ['<p>a</p>', true],
    ['a<br/>b', true],
    ['a &nbsp; b', true],
    ['1 < 2 and 3 > 2', false],
    ['if a<b then c>d', false],
    ['List<String>', false],
    ['R&D; and so on', false],
  ])('%s', (text, expected) => {
    expect(looksLikeHtml(text)).toBe(expected);
  });
});
