import { parse } from 'gift-pegjs';
import { type Details, parseDetails, splitTags, tagsOfCategory, withDetails } from '../details.ts';
import { checkedItem, type ItemOutcome, type NewId, problem, type ReadItems, readItems } from '../item.ts';
import { checkRowCount } from '../row-limit.ts';
import { hideEscapes } from './escapes.ts';
import { questionOfGift } from './question-of-gift.ts';
import { type GiftBlock, splitBlocks } from './split-blocks.ts';

/** A line of our own holds the details that GIFT has no place for. */
export const giftDetailsMark = 'lectern ';

const blockLengthMax = 60_000;

/** Reads GIFT block by block; texts between the blocks that only describe something are reported. */
export function readGift(text: string, newId: NewId): ReadItems {
  const blocks = splitBlocks(text);
  checkRowCount(blocks.length);
  return readItems(blocks.map((block, index) => ({ row: index + 1, ...readBlock(block, newId) })));
}

function readBlock(block: GiftBlock, newId: NewId): ItemOutcome {
  const parsed = parseBlock(block);
  if ('problems' in parsed) return parsed;
  const { content, problems, isComplete } = questionOfGift(parsed.question, newId);
  if (content === null || !isComplete) return checkedItem(null, problems);
  const { details, tags } = readComments(block.comments);
  const found = splitTags([...(block.category === null ? [] : tagsOfCategory(block.category)), ...tags]);
  const applied = withDetails({ draft: content, ...found }, details ?? {});
  const broken = details === null ? [problem(null, 'DETAIL_NOT_VALID', 'Its line // lectern is not JSON.')] : [];
  return checkedItem(applied.question, [...problems, ...applied.problems, ...broken]);
}

function parseBlock({ text, line }: GiftBlock) {
  const where = `The block that begins in line ${line}`;
  const fail = (code: string, message: string): ItemOutcome => ({
    question: null,
    problems: [problem(null, code, message)],
  });
  if (text.length > blockLengthMax) return fail('BLOCK_TOO_LONG', `${where} is longer than any question.`);
  try {
    const [question, ...others] = parse(hideEscapes(text));
    if (question && others.length === 0) return { question };
    return fail('SYNTAX_NOT_VALID', `${where} holds more than one question; put a blank line between them.`);
  } catch (error) {
    if (error instanceof RangeError) return fail('BLOCK_TOO_LONG', `${where} is nested too deep.`);
    const at = placeOf(error);
    return fail(
      'SYNTAX_NOT_VALID',
      `${where} is not GIFT${at === null ? '' : `: it cannot be read from line ${line + at - 1} on`}.`,
    );
  }
}

/** The line within the block where the parser gave up. Its own sentence would quote the block, key and all. */
function placeOf(error: unknown): number | null {
  if (!(error instanceof Error) || error.name !== 'SyntaxError' || !('location' in error)) return null;
  const { location } = error;
  if (typeof location !== 'object' || location === null || !('start' in location)) return null;
  const { start } = location;
  if (typeof start !== 'object' || start === null || !('line' in start)) return null;
  return typeof start.line === 'number' ? start.line : null;
}

function readComments(comments: readonly string[]): { details: Details | null; tags: readonly string[] } {
  const own = comments.find((comment) => comment.startsWith(giftDetailsMark));
  const tags = comments
    .filter((comment) => comment !== own)
    .flatMap((comment) => [...comment.matchAll(/\[tag:([^\]]+)\]/g)].map((match) => match[1] ?? ''));
  return { details: own === undefined ? {} : parseDetails(own.slice(giftDetailsMark.length)), tags };
}
