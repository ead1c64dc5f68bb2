/** Response: what a learner gave as the answer to one question, after it was found to fit. Null is "no answer". */
export type Response =
  | { readonly choiceIds: readonly string[] }
  | { readonly isTrue: boolean }
  | { readonly number: number }
  | { readonly text: string };
