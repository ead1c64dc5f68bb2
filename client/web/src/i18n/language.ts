import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

/** The languages of the app, by BCP 47 tag, each named in itself. */
export const languages = { en: 'English', id: 'Bahasa Indonesia' } as const;

/** A language of the app. */
export type Language = keyof typeof languages;

const storageKey = 'lectern-language';

/** Whether a tag names a language of the app. */
export function isLanguage(tag: string | null | undefined): tag is Language {
  return tag !== null && tag !== undefined && Object.hasOwn(languages, tag);
}

function storedLanguage(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** The language chosen on this device, else the first of the browser's that the app has, else English. */
export function preferredLanguage(): Language {
  const wanted = [storedLanguage(), ...navigator.languages.map((tag) => tag.split('-')[0] ?? '')];
  return wanted.find(isLanguage) ?? 'en';
}

async function loadMessages(language: Language) {
  switch (language) {
    case 'en':
      return (await import('./en/index.ts')).en;
    case 'id':
      return (await import('./id/index.ts')).id;
  }
}

/** Loads one language and makes it the one that is shown; also sets the language of the document. */
export async function showLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loadMessages(language));
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Remembers the language on this device and shows it. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  await showLanguage(language);
}

/** Prepares translation in the preferred language. Only that language is loaded. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: preferredLanguage(),
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await showLanguage(preferredLanguage());
}
