/** The paths of this site, which may be served under a sub-path such as https://example.com/quizzler. */

const PAGES = /\/(?:static\/built\/assets\/[^/]*)?$/;
const script = new URL(import.meta.url).pathname;

/** Of this site: "", or the sub-path that it is served under. */
export const ROOT = PAGES.test(script) ? script.replace(PAGES, "") : "";

/** The path of a page or of the API on this host: at("/play"). */
export const at = (path: string): string => ROOT + path;

/** The address of a picture or sound: those that were uploaded here are below this site. */
export const mediaUrl = (url: string): string => (url.startsWith("/") ? at(url) : url);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_QUIZ = "00000000-0000-0000-0000-000000000000";

/** The quiz that the page's address names. An address that names none gets an id that no quiz has. */
export function quizParameter(): string {
  const id = parameter("quiz") ?? "";
  return UUID.test(id) ? id : NO_QUIZ;
}

/** A parameter of the page's address. */
export const parameter = (name: string): string | null => new URLSearchParams(location.search).get(name);
