/** Who is asking, as the gateway found out, or which service. Subgraphs trust it because it is signed. */
export type Viewer =
  | { readonly kind: 'ANONYMOUS' }
  | {
      readonly kind: 'USER';
      readonly id: string;
      readonly roles: readonly string[];
      /** The id of the sign-in session or API key it came through; for logs and limits. */
      readonly via: string;
      /** Where the person's device is, as the gateway sees it, IPv4 or IPv6; absent where nobody has looked. */
      readonly address?: string;
    }
  | { readonly kind: 'SERVICE'; readonly name: string };

export const anonymous: Viewer = { kind: 'ANONYMOUS' };

export function isSignedIn(viewer: Viewer): viewer is Extract<Viewer, { kind: 'USER' }> {
  return viewer.kind === 'USER';
}
