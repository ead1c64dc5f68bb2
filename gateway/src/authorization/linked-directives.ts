import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** The federation directives about access, by the names of their specifications. */
export type AccessDirective = 'authenticated' | 'requiresScopes' | 'policy';

const specification = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v(\d+\.\d+)\/?$/;
const knownVersion = '0.1';

/**
 * Under which names a supergraph uses the directives about access: as imported, else as the link is named, else as
 * the specification is. Throws an Error for a version that nobody here knows: serving without it would leave open
 * what its author meant to close.
 */
export function readLinkedDirectives(supergraph: DocumentNode): ReadonlyMap<string, AccessDirective> {
  const names = new Map<string, AccessDirective>();
  for (const link of schemaDirectives(supergraph)) {
    const { url, as, import: imports } = argumentsOf(link);
    const [, directive, version] = (typeof url === 'string' && specification.exec(url)) || [];
    if (!isAccessDirective(directive)) continue;
    if (version !== knownVersion) throw new Error(`@${directive}: version ${version} of ${url} is not known`);
    names.set(importedName(imports, directive) ?? (typeof as === 'string' ? as : directive), directive);
  }
  return names;
}

function schemaDirectives(document: DocumentNode): readonly ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
}

export function argumentsOf(directive: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

function isAccessDirective(name: string | undefined): name is AccessDirective {
  return name === 'authenticated' || name === 'requiresScopes' || name === 'policy';
}

/** An import is `"@name"`, or `{ name: "@name", as: "@other" }`. */
function importedName(imports: unknown, directive: AccessDirective): string | undefined {
  const wanted = `@${directive}`;
  for (const entry of Array.isArray(imports) ? imports : [imports]) {
    if (entry === wanted) return directive;
    if (typeof entry !== 'object' || entry === null || entry.name !== wanted) continue;
    return typeof entry.as === 'string' ? entry.as.replace(/^@/, '') : directive;
  }
  return undefined;
}
