import { Parser } from 'htmlparser2';
import { problem, type RowProblem } from '../item.ts';
import { createMarkdownWriter } from './markdown-writer.ts';

/** Tags by which a text that may be either is taken for HTML. */
const knownTag =
  /<\/?(p|br|div|span|b|i|u|em|strong|sub|sup|ul|ol|li|a|img|table|tr|td|th|pre|code|h[1-6]|hr|blockquote|font)(\s+[\w:-]+\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))*\s*\/?>|&(nbsp|lt|gt|amp|quot|#\d+|#x[\da-f]+);/i;

export function looksLikeHtml(text: string): boolean {
  return knownTag.test(text);
}

export type ReadHtml = { readonly markdown: string; readonly problems: readonly RowProblem[] };

const media = new Set(['img', 'audio', 'video', 'source', 'object', 'embed', 'iframe', 'svg', 'applet']);
const unseen = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
const depthMax = 100;
/** Many times what a text may have when it is Markdown. */
const lengthMax = 200_000;

/** HTML as Markdown; pictures and other embedded things are reported by name, for a question may need them. */
export function readHtml(html: string, field: string): ReadHtml {
  if (html.length > lengthMax) {
    return { markdown: '', problems: [problem(field, 'HTML_TOO_LONG', 'The text is longer than any question.')] };
  }
  const writer = createMarkdownWriter();
  const problems: RowProblem[] = [];
  let depth = 0;
  let unseenDepth = 0;
  // The parser gives a text in parts; mathematics in it is only seen whole.
  let text = '';
  const flush = () => {
    if (text !== '') writer.text(text);
    text = '';
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        flush();
        depth += 1;
        if (unseenDepth > 0 || unseen.has(name)) unseenDepth += 1;
        else if (media.has(name)) problems.push(notKept(field, name, attributes));
        else if (depth <= depthMax) writer.open(name, attributes);
      },
      ontext(part) {
        if (unseenDepth === 0) text += part;
      },
      onclosetag(name) {
        flush();
        if (unseenDepth > 0) unseenDepth -= 1;
        else if (!media.has(name) && depth <= depthMax) writer.close(name);
        depth -= 1;
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  flush();
  return { markdown: writer.markdown(), problems };
}

function notKept(field: string, name: string, attributes: Readonly<Record<string, string>>): RowProblem {
  const address = attributes.src ?? attributes.data ?? '';
  const file = embeddedName(address);
  if (address.startsWith('@@PLUGINFILE@@')) {
    return problem(field, 'EMBEDDED_FILE', `It shows the file ${file}, which is not read; add it as an illustration.`);
  }
  return problem(
    field,
    'ELEMENT_NOT_HELD',
    `It shows ${file === '' ? 'something' : file} by <${name}>, which is not read.`,
  );
}

function embeddedName(address: string): string {
  if (address.startsWith('data:')) return 'a picture of its own';
  const path = address.split(/[?#]/)[0] ?? '';
  const last = path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last).slice(0, 100);
  } catch {
    return last.slice(0, 100);
  }
}
