/** One answer: status of HTTP, and whether the server vouches that its JSON text has no errors. */
export type AnswerFrame = {
  readonly id: number;
  readonly status: number;
  readonly isClean: boolean;
  readonly text: string;
};

/** Sent in place of an id by a server that takes no more on this line and answers what it has. */
const noMore = 0;
const clean = 1;

/** An answer: id, status (16 bits), flags (16 bits), length of the text, text. */
export const answerHeadBytes = 12;

/** Answers as one piece of bytes, to be written as it is. */
export function writeAnswers(frames: readonly AnswerFrame[]): Buffer {
  let length = 0;
  for (const { text } of frames) length += answerHeadBytes + Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { id, status, isClean, text } of frames) {
    const textLength = bytes.write(text, at + answerHeadBytes);
    bytes.writeUInt32BE(id, at);
    bytes.writeUInt16BE(status, at + 4);
    bytes.writeUInt16BE(isClean ? clean : 0, at + 6);
    bytes.writeUInt32BE(textLength, at + 8);
    at += answerHeadBytes + textLength;
  }
  return bytes;
}

export const lineAnswers = {
  noMore: { id: noMore, status: 503, isClean: false, text: '' } satisfies AnswerFrame,
  isNoMore: (id: number): boolean => id === noMore,
};

/** What stands before the text of an answer. */
export function readAnswerHead(bytes: Buffer, at: number) {
  return {
    id: bytes.readUInt32BE(at),
    status: bytes.readUInt16BE(at + 4),
    isClean: (bytes.readUInt16BE(at + 6) & clean) !== 0,
    length: bytes.readUInt32BE(at + 8),
  };
}
