import type { QuestionDraft } from '../../question/question.ts';
import {
  checkedItem,
  type ItemOutcome,
  type NewId,
  problem,
  type ReadItems,
  type RowProblem,
  readItems,
} from '../item.ts';
import { checkRowCount } from '../row-limit.ts';

type Block = { prompt: string[]; choices: { letter: string; text: string }[]; answer: string | null };

const choiceLine = /^([A-Z])[.)]\s*(.*)$/;
const answerLine = /^ANSWER:\s*(.*)$/i;

/** Reads Aiken: the question, its choices by letter, `ANSWER:` with the letter of the right one. */
export function readAiken(text: string, newId: NewId): ReadItems {
  const blocks = blocksOf(text);
  checkRowCount(blocks.length);
  return readItems(blocks.map((block, index) => ({ row: index + 1, ...questionOfBlock(block, newId) })));
}

/** A question ends with its answer; without one, where the next question seems to begin. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let block = emptyBlock();
  let isAfterBlank = false;
  const end = () => {
    if (block.prompt.length + block.choices.length > 0 || block.answer !== null) blocks.push(block);
    block = emptyBlock();
  };
  for (const line of text.split(/\r\n|\r|\n/).map((one) => one.trim())) {
    const choice = choiceLine.exec(line);
    const answer = answerLine.exec(line);
    if (line === '') {
      isAfterBlank = true;
      continue;
    }
    if (answer) {
      block.answer = answer[1]?.trim() ?? '';
      end();
    } else if (choice && block.prompt.length > 0) {
      block.choices.push({ letter: choice[1] ?? '', text: choice[2] ?? '' });
    } else {
      if (isAfterBlank && block.choices.length > 0) end();
      if (block.choices.length > 0) appendToLast(block, line);
      else block.prompt.push(isAfterBlank && block.prompt.length > 0 ? `\n${line}` : line);
    }
    isAfterBlank = false;
  }
  end();
  return blocks;
}

function emptyBlock(): Block {
  return { prompt: [], choices: [], answer: null };
}

function appendToLast(block: Block, line: string): void {
  const last = block.choices.at(-1);
  if (last) last.text += `\n${line}`;
}

function questionOfBlock({ prompt, choices, answer }: Block, newId: NewId): ItemOutcome {
  const problems: RowProblem[] = [];
  const misplaced = choices.findIndex(({ letter }, index) => letter !== String.fromCharCode(65 + index));
  if (misplaced >= 0) {
    const message = 'The letters of the choices must be A, B, C and so on, in order.';
    problems.push(problem(`choices.${misplaced}`, 'LETTERS_NOT_IN_ORDER', message));
  }
  const isKnown = choices.some(({ letter }) => letter === answer);
  if (answer === null || answer === '') {
    problems.push(problem('answer', 'ANSWER_MISSING', 'There is no line that begins with ANSWER: and names a letter.'));
  } else if (!isKnown) {
    problems.push(problem('answer', 'ANSWER_NOT_A_CHOICE', 'The answer must be the letter of a choice.'));
  }
  const draft: QuestionDraft = {
    prompt: prompt.join('\n'),
    pointsMax: 1,
    feedback: null,
    kind: 'SINGLE_CHOICE',
    choices: choices.map(({ letter, text }, index) => ({
      id: newId(),
      text,
      isRight: isKnown ? letter === answer : index === 0,
    })),
  };
  return checkedItem({ draft, tags: [], difficulty: null }, problems);
}
