import type { Viewer } from '@lectern/request-signing';
import {
  type Authorization,
  type OperationRequirements,
  readAuthorization,
  type Verdict,
} from '../../authorization/read-authorization.ts';
import { refusalErrors } from '../../authorization/refusal-errors.ts';
import { grantsOf } from '../../authorization/requirement.ts';
import type { Generation } from '../../supergraph/generation.ts';

const allowed: Verdict = { isAllowed: true };

/** What a subscription asks of its viewer, as it stands at this moment: tokens are renewed while sockets are open. */
export function verdictFor(
  requirements: OperationRequirements | undefined,
  { viewer, scopes }: { readonly viewer: Viewer; readonly scopes: readonly string[] },
): Verdict {
  return requirements?.check(grantsOf({ viewer, scopes })) ?? allowed;
}

/** The JSON text of what is told to whoever may see nothing of it; undefined for all others. */
export function refusalOf(verdict: Verdict): string | undefined {
  if (verdict.isAllowed || verdict.document) return undefined;
  return JSON.stringify({ errors: refusalErrors(verdict.refusals).map((error) => error.toJSON()) });
}

/** Viewers whom different fields are refused must not share a run. */
export function verdictKey(verdict: Verdict): string | null {
  return verdict.isAllowed ? null : (verdict.text ?? '');
}

/** Reads each generation once. */
export function createAuthorizations(): (generation: Generation) => Authorization | undefined {
  const known = new WeakMap<Generation, { readonly authorization: Authorization | undefined }>();
  return (generation) => {
    const found = known.get(generation) ?? {
      authorization: readAuthorization(generation.document, generation.apiSchema),
    };
    known.set(generation, found);
    return found.authorization;
  };
}
