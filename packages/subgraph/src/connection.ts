import { inputErrors } from './input.errors.ts';

type CursorPart = string | number;

/** What a list resolver fetches: `limit` rows (one more than shown, to know whether there are more) after `after`. */
export type Page = {
  readonly first: number;
  readonly limit: number;
  /** The ordering values of the last row already seen, as `cursorOf` made them. */
  readonly after: readonly CursorPart[] | undefined;
};

export type Connection<Row> = {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number | (() => Promise<number>);
};

/** Reads the paging arguments of a connection field; throws PAGE_TOO_LARGE or BAD_CURSOR. */
export function readPage(
  args: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  max = 100,
  defaultFirst = 20,
): Page {
  const first = args.first ?? defaultFirst;
  if (first < 1 || first > max) throw inputErrors.make('PAGE_TOO_LARGE', { facts: { field: 'first', max } });
  return { first, limit: first + 1, after: args.after ? decodeCursor(args.after) : undefined };
}

/**
 * Shapes the fetched rows as a connection. `cursorOf` gives the values the list is ordered by, ending in the id.
 * `totalCount` may be a function, which GraphQL calls only when the field is asked for.
 */
export function toConnection<Row>(
  rows: readonly Row[],
  page: Page,
  cursorOf: (row: Row) => readonly CursorPart[],
  totalCount: Connection<Row>['totalCount'],
): Connection<Row> {
  const edges = rows.slice(0, page.first).map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

function encodeCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function decodeCursor(cursor: string): readonly CursorPart[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string' || typeof part === 'number')) {
      return parts;
    }
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw inputErrors.make('BAD_CURSOR', { facts: { field: 'after' } });
}
