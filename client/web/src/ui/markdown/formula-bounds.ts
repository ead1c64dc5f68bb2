/**
 * Formulas come from people: no commands that make links, pictures or HTML (`trust`), no macros that grow without end
 * (`maxExpand`), nothing larger than the page (`maxSize`, in ems). What LaTeX does not know is shown in red as written.
 */
export const formulaBounds = {
  trust: false,
  maxExpand: 500,
  maxSize: 20,
  strict: 'ignore',
  throwOnError: false,
} as const;

/** Longer than any formula of an exam; setting it would only keep the device busy. */
export const formulaLengthMax = 3_000;
