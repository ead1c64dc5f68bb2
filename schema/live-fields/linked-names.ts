import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** The names under which a document uses the directives of the live specification. */
export type LiveNames = { readonly live: string; readonly sameForEveryone: string };

const specification = /^https:\/\/lectern\.dev\/live\/v(\d+\.\d+)\/?$/;
const knownVersion = '1.0';

/**
 * Undefined for a document that does not link the specification: a directive that happens to be called `@live` is
 * then somebody else's. Throws an Error for a version that nobody here knows.
 */
export function readLiveNames(document: DocumentNode): LiveNames | undefined {
  for (const link of schemaDirectives(document)) {
    const { url, as, import: imports } = argumentsOf(link);
    const [, version] = (typeof url === 'string' && specification.exec(url)) || [];
    if (version === undefined) continue;
    if (version !== knownVersion) throw new Error(`@live: version ${version} of ${url} is not known`);
    const space = typeof as === 'string' ? as : 'live';
    return {
      live: importedName(imports, '@live') ?? space,
      sameForEveryone: importedName(imports, '@sameForEveryone') ?? `${space}__sameForEveryone`,
    };
  }
  return undefined;
}

export function argumentsOf(directive: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

function schemaDirectives(document: DocumentNode): readonly ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
}

/** An import is `"@name"`, or `{ name: "@name", as: "@other" }`. */
function importedName(imports: unknown, wanted: string): string | undefined {
  for (const entry of Array.isArray(imports) ? imports : [imports]) {
    if (entry === wanted) return wanted.slice(1);
    if (typeof entry !== 'object' || entry === null || entry.name !== wanted) continue;
    return typeof entry.as === 'string' ? entry.as.replace(/^@/, '') : wanted.slice(1);
  }
  return undefined;
}
