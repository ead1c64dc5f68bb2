import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPublicSchema } from '@lectern/schema/public-schema';
import * as sdk from '@lectern/sdk';
import manifest from '@lectern/sdk/trusted-documents.json' with { type: 'json' };
import { buildSchema, Kind, parse, validate } from 'graphql';

const texts: ReadonlyMap<string, string> = new Map(Object.entries(manifest));
const documents = Object.entries(sdk).flatMap(([exported, value]) =>
  exported.endsWith('Document') && typeof value === 'object' && 'kind' in value && 'id' in value
    ? [{ exported, ...value }]
    : [],
);

function writtenOperations(): readonly string[] {
  const folder = join(import.meta.dirname, '../operations');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql'));
  return files
    .flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')).definitions)
    .flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value ?? ''] : []));
}

describe('trusted documents', () => {
  it('stand in the manifest under the hash of their text', () => {
    const wrong = [...texts].filter(([hash, text]) => createHash('sha256').update(text).digest('hex') !== hash);
    expect({ count: texts.size > 50, wrong }).toEqual({ count: true, wrong: [] });
  });

  it('are the very ones that the SDK sends, each under its own name and kind', () => {
    expect(documents.map(({ id }) => id).sort()).toEqual([...texts.keys()].map((hash) => `sha256:${hash}`).sort());
    for (const { exported, id, name, kind } of documents) {
      const text = texts.get(String(id).replace('sha256:', '')) ?? '';
      const [operation] = parse(text).definitions;
      expect(operation).toMatchObject({ kind: Kind.OPERATION_DEFINITION, operation: kind, name: { value: name } });
      expect(exported).toBe(`${name}Document`);
    }
  });

  it('are all that is written in operations, and nothing else', () => {
    expect(documents.map(({ name }) => name).sort()).toEqual([...writtenOperations()].sort());
  });

  it('are valid against the schema of today', () => {
    const schema = buildSchema(readPublicSchema());
    const errors = [...texts.values()].flatMap((text) => validate(schema, parse(text)));
    expect(errors.map(({ message }) => message)).toEqual([]);
  });
});
