/** What is compared of an answer. */
export type Result = {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message?: string;
    readonly path?: readonly (string | number)[] | undefined;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
};

/**
 * What differs, in a sentence; undefined where nothing does.
 *
 * `data` has to be equal as JSON text, order of keys included. Of the errors, the set of places is compared, not their
 * messages, codes or number. The place of an error is its path, except where a failing non-null field has made
 * something above it null: of several such fields below one null, the specification lets a server report any, so all
 * of them count as "somewhere below this null".
 */
export function findDifference(merged: Result, gateway: Result): string | undefined {
  const [expected, given] = [JSON.stringify(merged.data), JSON.stringify(gateway.data)];
  if (expected !== given) return 'data differs';
  const [expectedPlaces, givenPlaces] = [placesOf(merged), placesOf(gateway)];
  const lacking = [...expectedPlaces].filter((place) => !givenPlaces.has(place));
  const more = [...givenPlaces].filter((place) => !expectedPlaces.has(place));
  if (lacking.length > 0) return `no error at ${lacking.join(', ')}`;
  return more.length > 0 ? `an error at ${more.join(', ')}` : undefined;
}

function placesOf({ data, errors = [] }: Result): ReadonlySet<string> {
  return new Set(errors.map(({ path }) => (path ? placeOf(data, path) : 'the whole request')));
}

function placeOf(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null || value === undefined) return `${['data', ...path.slice(0, depth)].join('.')} or below`;
    if (typeof value !== 'object') break;
    value = Reflect.get(value, key);
  }
  return ['data', ...path].join('.');
}
