/** Response: what a learner gave as the answer to one question, after it was found to fit. Null is "no answer". */
export type Response =
  | { readonly choiceIds: readonly string[] }
  | { readonly isTrue: boolean }
  | { readonly number: number }
  | { readonly text: string }
  /** At most one target per premise; premises may be left out. */
  | { readonly matches: readonly { readonly premiseId: string; readonly targetId: string }[] }
  /** Every item once. */
  | { readonly order: readonly string[] };
