/** A GraphQL request as a client sends it, whatever the transport. */
export type OperationRequest = {
  readonly query?: string | undefined;
  /** `sha256:<hex>` of a trusted document. */
  readonly documentId?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
};

/** Picks the members of a GraphQL request out of parsed JSON; members of the wrong type are left out. */
export function readOperationRequest(body: Readonly<Record<string, unknown>>): OperationRequest {
  return {
    query: stringOf(body.query),
    documentId: stringOf(body.documentId),
    operationName: stringOf(body.operationName),
    variables: objectOf(body.variables),
    extensions: objectOf(body.extensions),
  };
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
