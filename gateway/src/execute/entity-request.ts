import type { EntityBatch } from './entity-batch.ts';
import type { EntityOperation } from './entity-operation.ts';
import { type Run, variablesJson } from './run.ts';

/** Combinations of fetches whose request text is kept, by plan. */
const headsMax = 100;

/** Whether these can be asked for in one request. */
export function canCombine(batches: readonly EntityBatch[]): boolean {
  return batches.every(({ fetch }) => fetch.entityOperation() !== undefined);
}

/** The key in the answer's data under which the entities of the batch at this place come. */
export function answerKey(place: number, batches: readonly EntityBatch[]): string {
  return batches.length === 1 ? '_entities' : `e${place}`;
}

/** JSON text of the request for one batch, or for several under aliases. */
export function entityRequest(run: Run, batches: readonly EntityBatch[]): string {
  const [batch] = batches;
  if (batch && batches.length === 1) {
    const context = Object.entries(batch.context ?? {}).map(([name, json]) => `"${name}":${json},`);
    const variables = variablesJson(run, batch.fetch.variables);
    const separator = variables === '' ? '' : ',';
    const { head } = batch.fetch;
    return `${head}${context.join('')}${variables}${separator}"representations":[${batch.representations.join(',')}]}}`;
  }
  const variables = new Set(batches.flatMap(({ fetch }) => fetch.variables));
  const parts = batches.map(({ representations }, place) => `"r${place}":[${representations.join(',')}]`);
  for (const [place, { context }] of batches.entries()) {
    for (const [name, json] of Object.entries(context ?? {})) parts.push(`"${name}_${place}":${json}`);
  }
  const shared = variablesJson(run, [...variables]);
  if (shared !== '') parts.push(shared);
  return `${combinedHead(run, batches)}${parts.join(',')}}}`;
}

function combinedHead(run: Run, batches: readonly EntityBatch[]): string {
  const { combinedHeads } = run.plan;
  const key = batches.map(({ fetch }) => fetch.index).join(' ');
  const known = combinedHeads.get(key);
  if (known !== undefined) return known;
  const head = `{"query":${JSON.stringify(combinedQuery(batches))},"variables":{`;
  if (combinedHeads.size < headsMax) combinedHeads.set(key, head);
  return head;
}

function combinedQuery(batches: readonly EntityBatch[]): string {
  const definitions = new Map<string, string>();
  const fields: string[] = [];
  for (const [place, { fetch }] of batches.entries()) {
    const operation = fetch.entityOperation();
    if (!operation) throw new Error('a fetch that cannot be combined was combined');
    const contextual = new Set(fetch.contextual.map(({ renameKeyTo }) => renameKeyTo));
    definitions.set(`r${place}`, `$r${place}:[_Any!]!`);
    for (const [name, text] of operation.definitions) {
      if (contextual.has(name)) definitions.set(`${name}_${place}`, suffix(text, [name], place));
      else definitions.set(name, text);
    }
    const selection = suffix(operation.selection, [...contextual], place);
    fields.push(`e${place}:_entities(representations:$r${place})${selection}`);
  }
  return `query(${[...definitions.values()].join(' ')})${directivesOf(batches)}{${fields.join(' ')}}`;
}

function suffix(text: string, variables: readonly string[], place: number): string {
  return variables.reduce(
    (changed, name) => changed.replaceAll(new RegExp(`\\$${name}\\b`, 'g'), `$$${name}_${place}`),
    text,
  );
}

function directivesOf(batches: readonly EntityBatch[]): string {
  const directives = batches.map(({ fetch }) => (fetch.entityOperation() as EntityOperation).directives);
  return directives[0] ?? '';
}
