import { createInterface } from 'node:readline';

/**
 * A helper process of a bench: each line of its input is a question in JSON, answered by one line of its output. When
 * the input ends, whoever asked has gone, however that happened, and the process ends too.
 */
export async function answerLines<Question>(answer: (question: Question) => Promise<unknown>): Promise<never> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
  process.exit(0);
}
