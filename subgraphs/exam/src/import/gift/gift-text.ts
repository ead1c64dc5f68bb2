import type { TextFormat } from 'gift-pegjs';
import type { RowProblem } from '../item.ts';
import { looksLikeHtml, readHtml } from '../rich-text/markdown-of-html.ts';
import { showEscapes } from './escapes.ts';

/** Reads the texts of a block as Markdown, and collects what their HTML shows that cannot be kept. */
export type TextReader = {
  readonly problems: RowProblem[];
  text(from: TextFormat | null, field: string): string;
  /** A text that has no format. */
  plain(text: string): string;
};

export function createTextReader(): TextReader {
  const problems: RowProblem[] = [];
  return {
    problems,
    text(from, field) {
      if (from === null) return '';
      const text = showEscapes(from.text).trim();
      const isHtml = from.format === 'html' || (from.format === 'moodle' && looksLikeHtml(text));
      if (!isHtml) return text;
      const read = readHtml(text, field);
      problems.push(...read.problems);
      return read.markdown;
    },
    plain: (text) => showEscapes(text).trim(),
  };
}
