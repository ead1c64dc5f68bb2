import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '@lectern/runtime';

/** Documents by the SHA-256 of their text in hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** Reads a manifest `{ "<sha256>": "<document>" }`; refuses one whose hashes are not those of its documents. */
export function readTrustedDocuments(path: string): TrustedDocuments {
  const manifest: unknown = parse(path);
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) throw refusal(path, 'no object');
  const documents = new Map<string, string>();
  for (const [hash, document] of Object.entries(manifest)) {
    if (typeof document !== 'string') throw refusal(path, `no text for ${hash}`);
    if (sha256(document) !== hash) throw refusal(path, `another text than that of hash ${hash}`);
    documents.set(hash, document);
  }
  return documents;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw refusal(path, `nothing readable (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function refusal(path: string, found: string): ConfigError {
  return new ConfigError(`Configuration refused: GATEWAY_TRUSTED_DOCUMENTS, ${path} holds ${found}`);
}
