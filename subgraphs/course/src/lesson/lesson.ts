/** Lesson: one thing to read, watch or sit, in a module. */
export const lessonKinds = ['READING', 'VIDEO', 'EXAM'] as const;
export type LessonKind = (typeof lessonKinds)[number];

export const bodyLengthMax = 200_000;
export const lessonsPerModuleMax = 200;

/** Adults read some 240 words of prose a minute; learning is slower. */
const wordsPerMinute = 200;
/** Scripts without spaces, counted by character. */
const charactersPerMinute = 400;

/** About how long reading a Markdown text takes, in whole minutes, at least 1. */
export function readingMinutes(markdown: string): number {
  const unspaced = markdown.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu) ?? [];
  const spaced = markdown
    .replaceAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, ' ')
    .match(/[\p{L}\p{N}]+/gu);
  const minutes = (spaced?.length ?? 0) / wordsPerMinute + unspaced.length / charactersPerMinute;
  return Math.max(1, Math.round(minutes));
}
