/** One block of a GIFT file: what lies between blank lines, its comments apart. */
export type GiftBlock = {
  readonly text: string;
  readonly comments: readonly string[];
  /** The last `$CATEGORY:` before it. */
  readonly category: string | null;
  /** The line of the file it begins in, from 1. */
  readonly line: number;
};

const category = /^\s*\$CATEGORY:(.*)$/;

/** Splits a file so that each question can be parsed alone; a bad one does not take the others along. */
export function splitBlocks(text: string): GiftBlock[] {
  const blocks: GiftBlock[] = [];
  let lines: string[] = [];
  let comments: string[] = [];
  let current: string | null = null;
  let begin = 0;
  const end = () => {
    if (lines.length > 0) blocks.push({ text: lines.join('\n'), comments, category: current, line: begin });
    // Comments above a blank line still belong to the question below it.
    if (lines.length > 0) comments = [];
    lines = [];
  };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const named = category.exec(line);
    if (line.trim() === '') end();
    else if (/^\s*\/\//.test(line)) comments.push(line.trim().slice(2).trim());
    else if (named) {
      end();
      comments = [];
      current = (named[1] ?? '').trim();
    } else {
      if (lines.length === 0) begin = index + 1;
      lines.push(line);
    }
  }
  end();
  return blocks;
}
