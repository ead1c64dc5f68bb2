/** What a text of HTML says, with everything escaped that Markdown would take for a mark; mathematics stays. */
export function escapedMarkdown(text: string, isLineStart: boolean): string {
  const parts = text.split(/(\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$)/s);
  return parts
    .map((part, index) => (index % 2 === 1 ? mathOf(part) : escaped(part, isLineStart && index === 0)))
    .join('');
}

function mathOf(part: string): string {
  if (part.startsWith('\\(')) return `$${part.slice(2, -2).trim()}$`;
  return part.startsWith('\\[') ? `$$${part.slice(2, -2).trim()}$$` : part;
}

function escaped(text: string, isLineStart: boolean): string {
  const marks = text
    .replaceAll(/[\\`*[\]<$]/g, '\\$&')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll(/&(?=#?\w+;)/g, '\\&');
  if (!isLineStart) return marks;
  return marks.replace(/^(\s*)([#>+=~-])/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

const raised = new Map([...'0123456789+-=()n'].map((sign, index) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'][index] ?? '']));
const lowered = new Map([...'0123456789+-=()'].map((sign, index) => [sign, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][index] ?? '']));

/** Markdown has no small raised or lowered text: signs of their own where there are some, else mathematics. */
export function scripted(escapedText: string, tag: 'sub' | 'sup'): string {
  const text = escapedText.replaceAll('\\', '');
  const signs = tag === 'sup' ? raised : lowered;
  if ([...text].every((sign) => signs.has(sign))) return [...text].map((sign) => signs.get(sign)).join('');
  const plain = text.replaceAll(/[{}$^_*`]/g, '');
  return `$${tag === 'sup' ? '^' : '_'}{\\text{${plain}}}$`;
}
