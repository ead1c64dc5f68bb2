import { isSignedIn, type Viewer } from '@lectern/request-signing';

/** What one directive asks for. `anyOf` is an OR of ANDs: one of its lists must be granted as a whole. */
export type Requirement =
  | { readonly kind: 'AUTHENTICATED' }
  | { readonly kind: 'SCOPES' | 'POLICIES'; readonly anyOf: readonly (readonly string[])[] };

/** What a request may rely on. */
export type Grants = {
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
};

/**
 * What a viewer is granted: authenticated are people who are signed in and API keys, policies are the viewer's roles
 * (`@policy(policies: [["ADMIN"]])` asks for the role ADMIN), scopes those of the credential.
 */
export function grantsOf({ viewer, scopes }: { viewer: Viewer; scopes: readonly string[] }): Grants {
  if (!isSignedIn(viewer)) return nothing;
  return { isAuthenticated: true, scopes: new Set(scopes), policies: new Set(viewer.roles) };
}

const nothing: Grants = { isAuthenticated: false, scopes: new Set(), policies: new Set() };

export function isMet(requirement: Requirement, grants: Grants): boolean {
  if (requirement.kind === 'AUTHENTICATED') return grants.isAuthenticated;
  const granted = requirement.kind === 'SCOPES' ? grants.scopes : grants.policies;
  return requirement.anyOf.some((names) => names.every((name) => granted.has(name)));
}
