import { inputErrors } from '@lectern/subgraph';

const nameLengthMax = 120;

/** The name without surrounding blanks; throws BAD_INPUT unless 1 to 120 characters remain. */
export function readName(name: string, field = 'name'): string {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > nameLengthMax) {
    throw inputErrors.make('BAD_INPUT', {
      message: `The name must have 1 to ${nameLengthMax} characters.`,
      facts: { field },
    });
  }
  return trimmed;
}

/** The address in lower case; throws BAD_INPUT when it is none. Whether mail arrives there nobody can tell from its letters. */
export function readEmail(email: string, field = 'email'): string {
  const trimmed = email.trim().toLowerCase();
  if (trimmed.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed)) {
    throw inputErrors.make('BAD_INPUT', { message: 'This is not an e-mail address.', facts: { field } });
  }
  return trimmed;
}

/** The language tag in its canonical form, `pt-br` as `pt-BR`; throws BAD_INPUT when it is none. */
export function readLocale(locale: string, field = 'locale'): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(locale);
    if (canonical !== undefined) return canonical;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw inputErrors.make('BAD_INPUT', { message: 'This is not a language tag such as en or id.', facts: { field } });
}
