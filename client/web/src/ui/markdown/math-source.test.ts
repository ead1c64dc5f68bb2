import { describe, expect, it } from '@jest/globals';
import { hasFormula, spokenTex, takeFormulas } from './math-source.ts';

const inLine = (markdown: string) => takeFormulas(markdown).formulas.map(({ tex }) => tex);

describe('formulas in a text', () => {
  it.each([
    ['between single dollars', 'If $x^2 = 4$, then?', ['x^2 = 4']],
    ['of one letter', 'Let $x$ be real.', ['x']],
    ['between round brackets, as Moodle writes', 'Let \\(a_1 + a_2\\) be real.', ['a_1 + a_2']],
    ['several in a line', '$a$ and $b$', ['a', 'b']],
    ['with a dollar of their own', '$5\\$ + x$', ['5\\$ + x']],
    ['that end in a backslashed letter', '$\\pi$', ['\\pi']],
    ['over several lines', '$$\na\n+ b\n$$', ['a\n+ b']],
    ['in square brackets', '\\[ \\int_0^1 x \\]', ['\\int_0^1 x']],
  ])('are found %s', (_name, markdown, wanted) => {
    expect(inLine(markdown)).toEqual(wanted);
  });

  it.each([
    ['money', 'It costs $5 and later $10.'],
    ['money without a space', 'between $5-$10'],
    ['one dollar', 'a $ sign'],
    ['an escaped dollar', 'pay \\$5 or 6$ now'],
    ['code', 'the shell variables `$HOME` and `$PATH$`'],
    ['a block of code', '```sh\necho $a $b$\n```'],
    ['a block of code that never ends', '```\n$a$'],
    ['nothing between the marks', '$$$$ and \\(\\)'],
    ['two lines between single dollars', 'a $b\nc$ d'],
  ])('are not made of %s', (_name, markdown) => {
    expect(inLine(markdown)).toEqual([]);
    expect(takeFormulas(markdown).text).toBe(markdown);
    expect(hasFormula(markdown)).toBe(false);
  });

  it.each([
    ['$$x$$', true],
    ['\\[x\\]', true],
    ['$x$', false],
    ['\\(x\\)', false],
  ])('%s stands on a line of its own: %p', (markdown, isDisplay) => {
    expect(takeFormulas(markdown).formulas).toEqual([{ tex: 'x', isDisplay, source: markdown }]);
  });

  it('leave a mark with their number, which no text can forge', () => {
    expect(takeFormulas('\uE0007\uE001 $a$ *b* $c$').text).toBe('7 \uE0000\uE001 *b* \uE0001\uE001');
  });

  it('are found in time in a text made to be slow', () => {
    const hostile = `${'$\\'.repeat(5_000)}${'`'.repeat(5_000)}${'\\['.repeat(5_000)}`;
    expect(takeFormulas(hostile).text.length).toBeGreaterThan(0);
  });
});

describe('a formula in a name', () => {
  it.each([
    ['9.81\\,\\mathrm{m/s^2}', '9.81 m/s^2'],
    ['\\left( \\frac{a}{b} \\right)', '( \\frac{a}{b} )'],
    ['x_1 \\leftarrow y', 'x_1 \\leftarrow y'],
  ])('%s is read as %s', (tex, wanted) => {
    expect(spokenTex(tex)).toBe(wanted);
  });
});
