/** A formula as it stands in a text. */
export interface Formula {
  readonly tex: string;
  /** Set on a line of its own. */
  readonly isDisplay: boolean;
  /** As it was written, with its marks. */
  readonly source: string;
}

/** A text whose formulas are taken out, so that Markdown does not read their underscores and backslashes. */
export interface MathSource {
  /** The text with a mark in place of each formula. */
  readonly text: string;
  readonly formulas: readonly Formula[];
}

// Of the private use area: no keyboard writes them, and what a text holds of them is taken out first.
const open = '\uE000';
const close = '\uE001';
const marks = /[\uE000\uE001]/g;

/** Where formulas stand in a text: `\uE000`, the number of the formula, `\uE001`. */
export const formulaMark = /\uE000(\d+)\uE001/g;

/**
 * What is code, what is escaped, and what is a formula, in this order: `$$…$$` and `\[…\]` are set on a line of their
 * own, `$…$` and `\(…\)` inside the line. A single `$` opens only before something and closes only after something and
 * not before a digit, so that "from $5 to $10" stays money.
 */
const parts = new RegExp(
  [
    '(?<code>(?:^|\\n)(`{3,}|~{3,})[^\\n]*\\n[\\s\\S]*?(?:\\n\\2[`~]*(?=\\n|$)|$)|(?<!`)(`+)(?!`)[\\s\\S]*?(?<!`)\\3(?!`))',
    '\\\\\\[(?<bracket>[\\s\\S]+?)\\\\\\]',
    '\\\\\\((?<paren>[\\s\\S]+?)\\\\\\)',
    '(?<escaped>\\\\[\\s\\S])',
    '\\$\\$(?<double>(?:\\\\[\\s\\S]|[^$\\\\])+?)\\$\\$',
    '\\$(?<single>(?![\\s$])(?:\\\\[\\s\\S]|[^$\\\\\\n])*?(?:\\\\\\S|[^\\s$\\\\]))\\$(?!\\d)',
  ].join('|'),
  'g',
);

/** Takes the formulas out of a text in Markdown. */
export function takeFormulas(markdown: string): MathSource {
  const formulas: Formula[] = [];
  const text = markdown.replace(marks, '').replace(parts, (source, ...rest) => {
    const found: unknown = rest.at(-1);
    const { bracket, paren, double, single } = isGroups(found) ? found : {};
    const tex = (bracket ?? double ?? paren ?? single)?.trim();
    if (tex === undefined || tex === '') return source;
    formulas.push({ tex, isDisplay: bracket !== undefined || double !== undefined, source });
    return `${open}${formulas.length - 1}${close}`;
  });
  return { text, formulas };
}

function isGroups(value: unknown): value is Partial<Record<string, string>> {
  return typeof value === 'object' && value !== null;
}

/**
 * A formula as it is read aloud where only a name fits, as in the label of a choice: as it was written, without what
 * only moves things about. LaTeX says what is a power and what is an index; the bare letters would not.
 */
export function spokenTex(tex: string): string {
  return tex
    .replace(/\\(?:[,;:!> ]|quad|qquad|left|right|displaystyle)(?![a-z])/gi, ' ')
    .replace(/\\(?:mathrm|mathit|mathbf|text|operatorname)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether a text holds a formula. */
export function hasFormula(markdown: string): boolean {
  return /[$\\]/.test(markdown) && takeFormulas(markdown).formulas.length > 0;
}
