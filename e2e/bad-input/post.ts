import { productUrl } from '../_product/product.ts';

export type Answer = {
  readonly status: number;
  /** Of the first error; null when there was none. */
  readonly code: string | null;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
  };
};

/** Sends a body to the graph as it is. */
export async function postText(
  body: string,
  headers: Readonly<Record<string, string>> = {},
  contentType = 'application/json',
): Promise<Answer> {
  const response = await fetch(`${productUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': contentType, accept: 'application/json', ...headers },
    body,
  });
  const answer = (await response.json()) as Answer['body'];
  const code = answer.errors?.[0]?.extensions?.code;
  return { status: response.status, code: typeof code === 'string' ? code : null, body: answer };
}

/** Sends an operation to the graph. */
export async function post(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return postText(JSON.stringify({ query, variables }), headers);
}
