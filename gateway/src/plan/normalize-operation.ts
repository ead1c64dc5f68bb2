import { Kind, parse, print, separateOperations, stripIgnoredCharacters } from 'graphql';

/**
 * One operation of a document with its fragments and nothing else, in the shortest spelling: the same for all documents
 * that only differ in layout, comments or their other operations. Throws a GraphQLError for a text that is no document.
 */
export function normalizeOperation(text: string, operationName: string | undefined): string {
  const document = parse(text, { noLocation: true });
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length === 1) return stripIgnoredCharacters(text);
  const separate = separateOperations(document)[operationName ?? ''];
  return stripIgnoredCharacters(separate ? print(separate) : text);
}
