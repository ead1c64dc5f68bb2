import type { ConstDirectiveNode } from 'graphql';
import { type AccessDirective, argumentsOf } from './linked-directives.ts';
import type { Requirement } from './requirement.ts';

const authenticated: Requirement = { kind: 'AUTHENTICATED' };

/**
 * Reads the directives of one place. Equal requirements are the same object, so that sets hold each once. Throws an
 * Error for arguments that are not lists of lists of names.
 */
export function createRequirementReader(
  directives: ReadonlyMap<string, AccessDirective>,
): (place: string, applied: readonly ConstDirectiveNode[] | undefined) => readonly Requirement[] {
  const known = new Map<string, Requirement>();

  function intern(kind: 'SCOPES' | 'POLICIES', anyOf: readonly (readonly string[])[]): Requirement {
    const key = JSON.stringify([kind, anyOf]);
    const requirement = known.get(key) ?? { kind, anyOf };
    known.set(key, requirement);
    return requirement;
  }

  return (place, applied = []) =>
    applied.flatMap((node) => {
      const directive = directives.get(node.name.value);
      if (directive === undefined) return [];
      if (directive === 'authenticated') return [authenticated];
      const { scopes, policies } = argumentsOf(node);
      const anyOf = listsOfNames(directive === 'policy' ? policies : scopes);
      if (!anyOf) throw new Error(`@${node.name.value} of ${place}: a list of lists of names is needed`);
      // As in composition, where an empty list adds nothing to what another subgraph asks for.
      return anyOf.length === 0 ? [] : [intern(directive === 'policy' ? 'POLICIES' : 'SCOPES', anyOf)];
    });
}

/** As GraphQL coerces to `[[String!]!]!`: what is no list stands for a list of itself. */
function listsOfNames(value: unknown): readonly (readonly string[])[] | undefined {
  if (value === undefined || value === null) return undefined;
  const lists = (Array.isArray(value) ? value : [value]).map((entry) => (Array.isArray(entry) ? entry : [entry]));
  return lists.every((list) => list.every((name) => typeof name === 'string')) ? lists : undefined;
}
