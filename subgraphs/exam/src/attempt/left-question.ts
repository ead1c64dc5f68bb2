/** What is stored of one attempt's answers: which question, and the client's number of it. */
export type StoredPlace = { readonly questionId: string; readonly sequence: number };

/**
 * Whether a question was left in an exam that goes one way: a later question of the attempt's order has an answer that
 * the client numbered lower, so it was given before. Numbers and not times decide, since answers kept on a device while
 * it was offline arrive together and in any order.
 */
export function isLeft(
  order: readonly { readonly id: string }[],
  stored: readonly StoredPlace[],
  given: StoredPlace,
): boolean {
  const placeOf = new Map(order.map(({ id }, place) => [id, place]));
  const place = placeOf.get(given.questionId) ?? 0;
  return stored.some(({ questionId, sequence }) => (placeOf.get(questionId) ?? 0) > place && sequence < given.sequence);
}
