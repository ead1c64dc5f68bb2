import { describe, expect, it } from '@jest/globals';
import { formulaElements } from './formula-elements.ts';
import { takeFormulas } from './math-source.ts';

const formula = (at: string) => ({
  type: 'element',
  tagName: 'span',
  properties: { dataFormula: at },
  children: [],
});

describe('formulas in the tree', () => {
  it('stand where they were written', () => {
    const source = takeFormulas('a $x$ and $y$');
    const tree = { type: 'root', children: [{ type: 'text', value: source.text }] };
    formulaElements(source)()(tree);
    expect(tree.children).toEqual([
      { type: 'text', value: 'a ' },
      formula('0'),
      { type: 'text', value: ' and ' },
      formula('1'),
    ]);
  });

  it('are plain text again in an address', () => {
    const source = takeFormulas('$x$');
    const link = { type: 'element', tagName: 'a', properties: { href: `/${source.text}` }, children: [] };
    formulaElements(source)()({ type: 'root', children: [link] });
    expect(link.properties.href).toBe('/$x$');
  });
});
