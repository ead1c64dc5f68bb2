import { type DocumentNode, getOperationAST, type OperationTypeNode } from 'graphql';
import { refuseLongDocument } from '../../../operation/count-tokens.ts';
import { readOperationRequest } from '../../../operation/operation-request.ts';
import { type DocumentPolicy, resolveDocument } from '../../../operation/resolve-document.ts';

export type OperationTypeDeps = {
  readonly documents: DocumentPolicy;
  readonly tokensMax: number;
  /** Parses, and remembers. */
  readonly readDocument: (text: string) => DocumentNode;
};

/** What kind of operation a request asks for; undefined where that cannot be read. */
export function operationTypeOf(
  payload: Readonly<Record<string, unknown>>,
  deps: OperationTypeDeps,
): OperationTypeNode | undefined {
  try {
    const { query, operationName } = resolveDocument(readOperationRequest(payload), deps.documents);
    if (query === undefined) return undefined;
    refuseLongDocument(query, deps.tokensMax);
    return getOperationAST(deps.readDocument(query), operationName)?.operation;
  } catch {
    // What is wrong is said by what runs it.
    return undefined;
  }
}
