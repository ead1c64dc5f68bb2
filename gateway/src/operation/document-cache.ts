import { type DocumentNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What is remembered of comments and white space alone would fill the memory, if only documents were counted. */
const charactersMax = 2_000_000;

/** Parses documents and remembers them; throws graphql-js's syntax errors. */
export function createDocumentCache(max = 2_000): (text: string) => DocumentNode {
  const known = new LRUCache<string, DocumentNode>({
    max,
    maxSize: charactersMax,
    sizeCalculation: (_, text) => text.length + 1,
  });
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const document = parse(text);
    known.set(text, document);
    return document;
  };
}
