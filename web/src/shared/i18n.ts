/**
 * The texts of a page. The HTML brings those of one language; changing the language loads the others.
 * `t(id, values)` reads a signal, so a component that uses it is drawn again when the language changes.
 */

import { setupI18n } from "@lingui/core";
import { signal } from "@preact/signals";
import { at } from "./address";
import type { Id } from "./ids";
import { isLanguage, LANGUAGES, type Language } from "./languages";

type Messages = Parameters<ReturnType<typeof setupI18n>["load"]>[1];
interface Texts {
  language: Language;
  catalogs: Record<string, string>;
  messages: Messages;
}

const i18n = setupI18n();
const current = signal<Language>("en");
let catalogs: Record<string, string> = {};

/** The language of the page now. */
export const language = (): Language => current.value;

/** Take the texts that came with the page. */
export function loadTexts(): void {
  const data = document.getElementById("texts")?.textContent;
  if (!data) return;
  const texts = JSON.parse(data) as Texts;
  catalogs = texts.catalogs;
  use(texts.language, texts.messages);
}

/** Show messages of this language from now on. */
export function use(to: Language, messages: Messages): void {
  i18n.loadAndActivate({ locale: to, messages });
  document.documentElement.lang = to;
  document.documentElement.dir = LANGUAGES[to].dir;
  current.value = to;
}

/**
 * Change the language, here and on the next pages. A cookie says it to the server, which has no other way to
 * know.
 */
export async function chooseLanguage(to: string): Promise<void> {
  if (!isLanguage(to)) return;
  // biome-ignore lint/suspicious/noDocumentCookie: Safari 15 and Firefox 100 have no CookieStore
  document.cookie = `quizzler-language=${to}; path=${at("/")}; max-age=31536000; samesite=lax`;
  const file = catalogs[to];
  if (!file || to === current.value) return;
  const answer = await fetch(at(`/static/built/${file}`));
  if (answer.ok) use(to, await answer.json());
}

/** A text in the language of the page. */
export function t(id: Id, values?: Record<string, unknown>): string {
  void current.value;
  return i18n._(id, values as Record<string, string> | undefined);
}

/** Whether there is a text of this id, for ids that are put together, as of a problem's code. */
export function known(id: string): id is Id {
  void current.value;
  return id in i18n.messages;
}

/** A number as the language writes it. */
export const number = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(current.value, options).format(value);

/** The language of the page as the reader's country writes it. */
function regional(): string {
  const own = navigator.languages?.find((one) => one.split("-")[0] === current.value);
  return own ?? current.value;
}

/** A date and time as the reader's country writes it, in this device's zone and the page's digits. */
export function moment(
  iso: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" },
): string {
  const { numberingSystem } = new Intl.NumberFormat(current.value).resolvedOptions();
  return new Intl.DateTimeFormat(regional(), { numberingSystem, ...options }).format(new Date(iso));
}
