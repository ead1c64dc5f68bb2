import { operationOf } from '../operations.ts';
import { answerLines } from '../processes/lines.ts';
import { createAnswers } from './answers.ts';
import { heavyGraph } from './heavy.ts';
import { type Served, serveAnswers } from './serve.ts';
import { addedFields, smallGraph } from './small.ts';
import { answerOf } from './whole-answer.ts';

/** The process of all subgraphs: tells where they are, then how often they were asked whenever a line comes in. */
const served: Record<string, Served> = {};
const small = smallGraph(addedFields.map((field) => `${field}: String`).join(' '));
for (const source of [...small.subgraphs, ...heavyGraph.subgraphs]) {
  served[source.name] = await serveAnswers(createAnswers(source));
}
const canned = Buffer.from(JSON.stringify(await answerOf(heavyGraph, operationOf('heavy'))));
served.canned = await serveAnswers(() => canned);

export type SubgraphReport = {
  readonly urls: Readonly<Record<string, string>>;
  readonly requests: number;
  readonly bare: number;
};

await answerLines(async () => report());

function report(): SubgraphReport {
  const all = Object.values(served);
  return {
    urls: Object.fromEntries(Object.entries(served).map(([name, { url }]) => [name, url])),
    requests: all.reduce((sum, { counts }) => sum + counts.requests, 0),
    bare: all.reduce((sum, { counts }) => sum + counts.bare, 0),
  };
}
