import { describe, expect, it } from '@jest/globals';
import { en } from './en/index.ts';
import { id } from './id/index.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return typeof value === 'string' ? [[at, value] as const] : [...leaves(value, at)];
    }),
  );
}

const english = leaves(en);
const indonesian = leaves(id);

/** Words that are the same in both languages. */
const same = new Set(['nav.menu', 'lesson.kinds.video', 'teach.video', 'video.player']);

describe('the messages', () => {
  it('have the same keys in both languages, but for the singular that Indonesian does not have', () => {
    const wanted = [...english.keys()].filter((key) => !key.endsWith('_one'));
    expect([...indonesian.keys()].sort()).toEqual(wanted.sort());
  });

  it('leave nothing in English in Indonesian', () => {
    const left = [...indonesian].filter(
      ([key, text]) => !same.has(key) && /[a-z]{3}/i.test(strip(text)) && english.get(key) === text,
    );
    expect(left).toEqual([]);
  });

  it('name the same values in both languages', () => {
    const differing = [...indonesian].filter(([key, text]) => {
      const wanted = valuesIn(english.get(key) ?? '');
      return valuesIn(text).join() !== wanted.join();
    });
    expect(differing).toEqual([]);
  });

  it('are nowhere empty', () => {
    expect([...english, ...indonesian].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

function strip(text: string): string {
  return text.replace(/\{\{\w+\}\}/g, '');
}

function valuesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}
