import { operationErrors } from './operation.errors.ts';
import { type OperationRequest, objectOf } from './operation-request.ts';
import { sha256, type TrustedDocuments } from './trusted-documents.ts';

export type DocumentPolicy = {
  readonly trusted: TrustedDocuments;
  /** Whether documents that are not trusted run too. */
  readonly areOpen: boolean;
};

const idPattern = /^sha256:([0-9a-f]{64})$/;

/**
 * Puts the trusted document in the place of its id and refuses what may not run. Where operations are open, what is
 * not trusted passes as it came, automatic persisted queries included. Throws DOCUMENT_NOT_FOUND,
 * DOCUMENT_NOT_TRUSTED, or BAD_REQUEST where a document and its hash do not belong together.
 */
export function resolveDocument(request: OperationRequest, policy: DocumentPolicy): OperationRequest {
  const { documentId, ...rest } = request;
  if (documentId !== undefined) {
    const hash = idPattern.exec(documentId)?.[1];
    const document = hash === undefined ? undefined : policy.trusted.get(hash);
    if (document === undefined) throw operationErrors.make('DOCUMENT_NOT_FOUND');
    return { ...rest, query: document };
  }
  const hash = persistedHashOf(request);
  const trusted = hash === undefined ? undefined : policy.trusted.get(hash);
  // A query beside the hash must be what it says.
  if (trusted !== undefined && (request.query === undefined || request.query === trusted)) {
    const { persistedQuery: _, ...extensions } = request.extensions ?? {};
    return { ...rest, query: trusted, extensions };
  }
  if (policy.areOpen) {
    // Apollo Server would call it an error of its own.
    const isOther = hash !== undefined && request.query !== undefined && sha256(request.query) !== hash;
    if (isOther) throw operationErrors.make('BAD_REQUEST');
    return request;
  }
  if (request.query === undefined) throw operationErrors.make(hash ? 'DOCUMENT_NOT_FOUND' : 'BAD_REQUEST');
  if (policy.trusted.has(sha256(request.query))) return rest;
  throw operationErrors.make('DOCUMENT_NOT_TRUSTED');
}

function persistedHashOf(request: OperationRequest): string | undefined {
  const hash = objectOf(request.extensions?.persistedQuery)?.sha256Hash;
  return typeof hash === 'string' ? hash : undefined;
}
