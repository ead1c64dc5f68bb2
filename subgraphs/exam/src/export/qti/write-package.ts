import { strToU8, zipSync } from 'fflate';
import type { ExchangedQuestion } from '../../import/item.ts';
import { escapedXml } from '../../import/rich-text/html-of-markdown.ts';
import { writtenTags } from '../details-of.ts';
import { writeItem } from './write-item.ts';

/** Questions as a QTI 3 package: an item each, and a manifest that lists them with their keywords. */
export function writeQtiPackage(questions: readonly ExchangedQuestion[], level: 0 | 6 = 6): Uint8Array {
  const named = questions.map((question, index) => ({ question, name: `item-${String(index + 1).padStart(4, '0')}` }));
  const items = named.map(({ question, name }) => [`items/${name}.xml`, strToU8(writeItem(question, name))] as const);
  const resources = named.map(({ question, name }) => resourceOf(question, name)).join('');
  const files = { 'imsmanifest.xml': strToU8(manifestOf(resources)), ...Object.fromEntries(items) };
  // The same questions make the same bytes: without the time of packing.
  return zipSync(files, { level, mtime: new Date(1980, 0, 1) });
}

function manifestOf(resources: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="lectern-questions">
<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
<organizations/>
<resources>
${resources}</resources>
</manifest>
`;
}

function resourceOf({ tags, difficulty }: ExchangedQuestion, name: string): string {
  const keywords = writtenTags(tags, difficulty).map(
    (tag) => `<keyword><string language="x-none">${escapedXml(tag)}</string></keyword>`,
  );
  const lom = `<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>${keywords.join('')}</general></lom></metadata>`;
  const href = `items/${name}.xml`;
  return `<resource identifier="${name}" type="imsqti_item_xmlv3p0" href="${href}">${keywords.length > 0 ? lom : ''}<file href="${href}"/></resource>\n`;
}
