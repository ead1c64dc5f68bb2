import type { en } from './en/index.ts';

/** Another language's messages: the same keys as English, without English's singular forms. */
export type MessagesLike<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : MessagesLike<T[K]>;
};

/** The messages of the app, by key. */
export type Messages = typeof en;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
    returnNull: false;
  }
}
