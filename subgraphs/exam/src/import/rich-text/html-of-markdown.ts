import { micromark } from 'micromark';

/** Code, which stays as it is, or mathematics, which Markdown would take apart. */
const codeOrMath = /(```[\s\S]*?```|`[^`\n]*`)|\$\$([^$]+)\$\$|\$([^$\n]+)\$/g;
const mark = '\uF8FE';
/** Words on one line, in which nothing is marked up: most choices. Half of the time goes into setting the parser up. */
const plain = /^\p{L}[\p{L}\p{N},.?!'()%]*(?: [\p{L}\p{N},.?!'()%]+)*$/u;

/** Markdown as XHTML for programs that know no Markdown. Raw HTML in it stays text; mathematics becomes `\(…\)`. */
export function htmlOfMarkdown(markdown: string): string {
  if (plain.test(markdown)) return `<p>${markdown}</p>`;
  const formulas: string[] = [];
  const hidden = markdown
    .replaceAll(mark, '')
    .replaceAll(
      codeOrMath,
      (all, code: string | undefined, display: string | undefined, inline: string | undefined) => {
        if (code !== undefined) return all;
        formulas.push(display === undefined ? `\\(${inline ?? ''}\\)` : `\\[${display}\\]`);
        return `${mark}${formulas.length - 1}${mark}`;
      },
    );
  const html = micromark(hidden);
  return html.replaceAll(/\uF8FE(\d+)\uF8FE/g, (_all, index: string) => escapedXml(formulas[Number(index)] ?? ''));
}

export function escapedXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** For attributes: line breaks and tabs would otherwise become spaces. */
export function escapedAttribute(text: string): string {
  return escapedXml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
