import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/**
 * An operation with the types of its result and variables. Those of the SDK have an `id`, by which the gateway
 * knows them; one written by an app has its `text` instead, which a gateway in production refuses unless opened.
 */
export interface TypedDocument<Data, Variables> extends DocumentTypeDecoration<Data, Variables> {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The operation name. */
  readonly name: string;
  /** `sha256:` and the hash of the printed document in hex. */
  readonly id?: string;
  /** The document itself. */
  readonly text?: string;
}

/** The result type of a document. */
export type DataOf<Document> = Document extends TypedDocument<infer Data, infer _Variables> ? Data : never;

/** The variables type of a document. */
export type VariablesOf<Document> = Document extends TypedDocument<infer _Data, infer Variables> ? Variables : never;
