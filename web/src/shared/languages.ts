/** The languages of the pages: how each is called in itself, and which way it is written. */
export const LANGUAGES = {
  en: { name: "English", dir: "ltr" },
  de: { name: "Deutsch", dir: "ltr" },
  fr: { name: "Français", dir: "ltr" },
  es: { name: "Español", dir: "ltr" },
  ar: { name: "العربية", dir: "rtl" },
} as const;

export type Language = keyof typeof LANGUAGES;

export const isLanguage = (name: string | null | undefined): name is Language => !!name && name in LANGUAGES;
