import { escapedMarkdown, scripted } from './markdown-text.ts';

type Attributes = Readonly<Record<string, string>>;
/** An open element: what it has written so far, and whether a blank line is due before anything else. */
type Frame = { readonly tag: string; readonly attributes: Attributes; out: string; isBlockDue: boolean; count: number };

/** Takes the events of an HTML parser and writes Markdown. No recursion: what is nested deep costs no stack. */
export type MarkdownWriter = {
  open(tag: string, attributes: Attributes): void;
  text(text: string): void;
  close(tag: string): void;
  markdown(): string;
};

const blocks = new Set([
  '',
  'li',
  'td',
  'th',
  'p',
  'div',
  'ul',
  'ol',
  'pre',
  'blockquote',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'section',
  'article',
  'header',
  'footer',
  'dl',
  'figure',
  'center',
  'form',
  'fieldset',
  'address',
  'body',
  'html',
]);
const hardBreak = '\\\n';

export function createMarkdownWriter(): MarkdownWriter {
  const frames: Frame[] = [newFrame('', {})];
  const top = () => frames.at(-1) ?? newFrame('', {});
  const isIn = (tag: string) => frames.some((frame) => frame.tag === tag);
  return {
    open(tag, attributes) {
      if (tag === 'br') return addBreak(top());
      if (tag === 'hr') return addBlock(top(), '---');
      frames.push(newFrame(tag, attributes));
    },
    text(text) {
      if (isIn('pre') || isIn('code')) top().out += text;
      else addText(top(), text);
    },
    close(tag) {
      if (tag === 'br' || tag === 'hr') return;
      const frame = frames.length > 1 ? frames.pop() : undefined;
      if (frame) closeInto(top(), frame, isIn('pre'));
    },
    markdown() {
      while (frames.length > 1) {
        const frame = frames.pop();
        if (frame) closeInto(top(), frame, false);
      }
      return trimmedBreaks(top().out);
    },
  };
}

function newFrame(tag: string, attributes: Attributes): Frame {
  return { tag, attributes, out: '', isBlockDue: false, count: 0 };
}

function closeInto(parent: Frame, frame: Frame, isInPre: boolean): void {
  const { tag, attributes } = frame;
  if (isInPre) parent.out += frame.out;
  else if (tag === 'pre') addBlock(parent, fenced(frame.out));
  else if (tag === 'li') addItem(parent, frame);
  else if (tag === 'tr') addRow(parent, frame);
  else if (tag === 'td' || tag === 'th')
    parent.out += `| ${trimmedBreaks(frame.out)
      .replaceAll(/\s*\\?\n\s*/g, ' ')
      .replaceAll('|', '\\|')} `;
  else if (['tbody', 'thead', 'tfoot'].includes(tag)) addLines(parent, frame);
  else if (tag === 'blockquote') addBlock(parent, trimmedBreaks(frame.out).replaceAll(/^/gm, '> '));
  else if (/^h[1-6]$/.test(tag)) addBlock(parent, `${'#'.repeat(Number(tag[1]))} ${trimmedBreaks(frame.out)}`);
  else if (blocks.has(tag)) addBlock(parent, trimmedBreaks(frame.out));
  else addInline(parent, inlineOf(tag, attributes, frame.out));
}

function inlineOf(tag: string, attributes: Attributes, out: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(out) ?? [];
  if (inner === '') return out;
  switch (tag) {
    case 'b':
    case 'strong':
      return `${before}**${inner}**${after}`;
    case 'i':
    case 'em':
      return `${before}*${inner}*${after}`;
    case 'code':
    case 'tt':
    case 'kbd':
      return `${before}${codeSpan(inner)}${after}`;
    case 'sub':
    case 'sup':
      return `${before}${scripted(inner, tag)}${after}`;
    case 'a': {
      const address = attributes.href ?? '';
      return /^(https?|mailto):[^\s<>()]+$/i.test(address) ? `${before}[${inner}](${address})${after}` : out;
    }
    default:
      return out;
  }
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.replace(/^\n/, '').replace(/\n$/, '')}\n${fence}`;
}

function addText(frame: Frame, text: string): void {
  addInline(frame, escapedMarkdown(text.replaceAll(/[ \t\n\r\f]+/g, ' '), isAtLineStart(frame)));
}

function addInline(frame: Frame, text: string): void {
  const isSpaced = isAtLineStart(frame) || frame.isBlockDue || frame.out.endsWith(' ');
  const added = isSpaced ? text.replace(/^ +/, '') : text;
  if (added === '') return;
  if (frame.isBlockDue) frame.out = `${trimmedBreaks(frame.out)}\n\n`;
  frame.isBlockDue = false;
  frame.out += added;
}

/** Where a new element that is no block begins, the line goes on. */
function isAtLineStart({ tag, out }: Frame): boolean {
  return out === '' ? blocks.has(tag) : out.endsWith('\n');
}

/** Two line breaks in a row are meant as a new paragraph. */
function addBreak(frame: Frame): void {
  if (frame.out === '' || frame.isBlockDue) return;
  if (frame.out.endsWith(hardBreak)) {
    frame.out = trimmedBreaks(frame.out);
    frame.isBlockDue = true;
  } else frame.out = `${frame.out.trimEnd()}${hardBreak}`;
}

function addBlock(frame: Frame, block: string): void {
  if (block === '') {
    frame.isBlockDue = frame.out !== '';
    return;
  }
  const before = trimmedBreaks(frame.out);
  frame.out = before === '' ? block : `${before}\n\n${block}`;
  frame.isBlockDue = true;
}

function addItem(list: Frame, item: Frame): void {
  list.count += 1;
  const mark = list.tag === 'ol' ? `${list.count}. ` : '- ';
  const text = trimmedBreaks(item.out).replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`);
  list.out = `${list.out.trimEnd()}${list.out.trim() === '' ? '' : '\n'}${mark}${text}`;
}

function addRow(table: Frame, row: Frame): void {
  const cells = row.out.split(/(?<!\\)\|/).length - 1;
  table.count += 1;
  const rule = table.count === 1 ? `\n${'| --- '.repeat(cells)}|` : '';
  table.out = `${table.out.trimEnd()}${table.out.trim() === '' ? '' : '\n'}${row.out.trim()} |${rule}`;
}

function addLines(table: Frame, part: Frame): void {
  const isFirst = table.out.trim() === '';
  // The rule under the first row belongs to the table, not to each of its parts.
  const lines = part.out.split('\n').filter((line, index) => isFirst || index !== 1 || !/^[|\s-]+$/.test(line));
  table.out = isFirst ? lines.join('\n') : `${table.out}\n${lines.join('\n')}`;
  table.count += part.count;
}

function trimmedBreaks(text: string): string {
  return text.replace(/^\s+/, '').replace(/(\\\n|\s)+$/, '');
}
