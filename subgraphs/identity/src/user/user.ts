/**
 * A user is an account of a person. What it may do on the whole platform are its roles; LEARNER is always among them.
 * A suspended user cannot sign in, and neither can programs that use its API keys.
 */
export const roles = ['LEARNER', 'INSTRUCTOR', 'PROCTOR', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** What an account may do, as it is now. */
export type UserAccess = { readonly roles: readonly string[]; readonly isSuspended: boolean };

/** Who asks, as far as these rules need to know it; the shape of a signed viewer. */
export type Asker = {
  readonly kind: 'ANONYMOUS' | 'USER' | 'SERVICE';
  readonly id?: string;
  readonly roles?: readonly string[];
};

const staff: readonly string[] = ['INSTRUCTOR', 'PROCTOR', 'ADMIN'];

/** Whether someone may see the address and the roles of an account, and find it by its id. */
export function maySeeContact(asker: Asker, userId: string): boolean {
  if (asker.kind === 'SERVICE') return true;
  if (asker.kind === 'ANONYMOUS') return false;
  return asker.id === userId || (asker.roles ?? []).some((role) => staff.includes(role));
}

export function maySeeSuspension(asker: Asker): boolean {
  return asker.kind === 'SERVICE' || (asker.roles ?? []).includes('ADMIN');
}

/** The roles in their fixed order, each once, LEARNER always among them. */
export function withLearner(given: readonly string[]): Role[] {
  return roles.filter((role) => role === 'LEARNER' || given.includes(role));
}
