import { Readable } from 'node:stream';

/** JSON text of one part of an answer. */
export type TextPart = { readonly text: string; readonly hasNext: boolean };

const partHead = 'content-type: application/json; charset=utf-8\r\n\r\n';

/** Of an answer in parts; `parameter` tells which form they have. No type that is compressed: parts would wait for each other. */
export function multipartType(parameter: string): string {
  return `multipart/mixed; boundary="-"; ${parameter}`;
}

/** The parts of a multipart body, each written when it comes. Asks for no more of them when the client has left. */
export function multipartBody(parts: AsyncIterable<TextPart>): Readable {
  return Readable.from(writeParts(parts), { objectMode: false });
}

/** The boundary goes out with the part before it: clients read a part when they see its end. */
async function* writeParts(parts: AsyncIterable<TextPart>): AsyncGenerator<string, void> {
  let boundary = '\r\n---\r\n';
  for await (const { text, hasNext } of parts) {
    yield `${boundary}${partHead}${text}\r\n---${hasNext ? '' : '--'}\r\n`;
    boundary = '';
  }
}
