import { foldText } from './fold-text.ts';

/** Short enough to read out and to leave room for a suffix in the column. */
export const slugLengthMax = 80;

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text can name a course in a web address: a-z, 0-9 and single hyphens between them. */
export function isSlug(text: string): boolean {
  return text.length <= slugLengthMax && slugPattern.test(text);
}

/** The slug a title suggests; `course` for a title without a single Latin letter or digit. */
export function slugOf(title: string): string {
  const words = foldText(title)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > slugLengthMax) break;
    slug = longer;
  }
  return slug || words[0]?.slice(0, slugLengthMax) || 'course';
}

/** The first of `base`, `base-2`, `base-3` … that is not taken. */
export function freeSlug(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const slug = `${base.slice(0, slugLengthMax - suffix.length).replace(/-+$/, '')}${suffix}`;
    if (!taken.has(slug)) return slug;
  }
}
