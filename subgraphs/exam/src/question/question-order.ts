/** A question as far as its place goes. */
type Standing = { readonly id: string; readonly sectionId: string | null };

/**
 * The order of all fixed questions once one of them is moved to `position`, from 1, among all of them. Questions stand
 * section by section, those without one first, so a place outside of the section is the nearest one inside.
 */
export function movedOrder(
  questions: readonly Standing[],
  sectionIds: readonly string[],
  moved: Standing,
  position: number,
): string[] {
  const rankOf = ({ sectionId }: Standing) => (sectionId === null ? -1 : sectionIds.indexOf(sectionId));
  const others = questions.filter(({ id }) => id !== moved.id);
  const rank = rankOf(moved);
  const first = others.filter((other) => rankOf(other) < rank).length;
  const last = first + others.filter((other) => rankOf(other) === rank).length;
  const place = Math.min(Math.max(position - 1, first), last);
  return others.map(({ id }) => id).toSpliced(place, 0, moved.id);
}
