import type { LecternRequestError } from '../errors.ts';
import type { TypedDocument } from '../typed-document.ts';

export type RequestOptions = {
  /** Gives the request up; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
};

/** Variables may be left out where the operation needs none. */
export type RequestArguments<Variables> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: RequestOptions]
    : [variables: Variables, options?: RequestOptions];

/** A result as it came: fields that failed are null, and each of them has an error with its path. */
export type PartialResult<Data> = { readonly data: Data | null; readonly errors: readonly LecternRequestError[] };

/** What is sent, over HTTP and WebSocket alike. */
export type GraphRequest = {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly documentId?: string;
  readonly query?: string;
};

/** By id where the document has one, by its text otherwise. */
export function toGraphRequest<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables | undefined,
): GraphRequest {
  return {
    operationName: document.name,
    variables: { ...variables },
    ...(document.id === undefined ? { query: document.text ?? '' } : { documentId: document.id }),
  };
}

/** The same with its text, for a gateway that does not know the id; null when the text is not at hand. */
export function withText(request: GraphRequest, texts: Readonly<Record<string, string>>): GraphRequest | null {
  const { documentId, ...rest } = request;
  const text = documentId === undefined ? undefined : texts[documentId.replace('sha256:', '')];
  return text === undefined ? null : { ...rest, query: text };
}
