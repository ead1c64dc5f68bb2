import { type DocumentNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parses documents and remembers them; throws graphql-js's syntax errors. */
export function createDocumentCache(max = 2_000): (text: string) => DocumentNode {
  const known = new LRUCache<string, DocumentNode>({ max });
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const document = parse(text);
    known.set(text, document);
    return document;
  };
}
