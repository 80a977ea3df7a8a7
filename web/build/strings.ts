/** Reads strings.json files, checks them, and compiles their messages for the browser. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { LANGUAGES, type Language } from "../src/shared/languages.ts";

/** A message in all languages, in ICU MessageFormat. */
type Texts = Record<Language, string>;
export type Compiled = ReturnType<typeof compileMessageOrThrow>;

const SRC = join(import.meta.dirname, "../src");

/**
 * The messages of a folder by id: the last part of the folder's name, a dot, and the key in its strings.json.
 */
export function readStrings(folder: string): Record<string, Texts> {
  const texts: Record<string, Texts> = JSON.parse(readFileSync(join(SRC, folder, "strings.json"), "utf8"));
  const area = folder.slice(folder.lastIndexOf("/") + 1);
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${area}.${key}`, text]));
}

/** What is wrong with a message, as sentences; none if it can be used. */
export function faultsOf(id: string, texts: Texts): string[] {
  const faults: string[] = [];
  const names = Object.keys(texts).sort().join();
  if (names !== Object.keys(LANGUAGES).sort().join()) faults.push(`${id} has these languages: ${names}`);
  let first: string | undefined;
  for (const [language, text] of Object.entries(texts)) {
    try {
      const found = new Map<string, Set<string>>();
      collect(compileMessageOrThrow(text), found);
      const variables = [...found.keys()].sort().join();
      first ??= variables;
      if (variables !== first)
        faults.push(`${id}.${language} has these variables: ${variables || "none"}; not: ${first}`);
      for (const [variable, forms] of found) {
        const wanted = forms.size ? new Intl.PluralRules(language).resolvedOptions().pluralCategories : [];
        const missing = forms.has("plural") ? wanted.filter((form) => !forms.has(form)) : [];
        if (missing.length)
          faults.push(`${id}.${language}: the plural of ${variable} has no form for ${missing.join(", ")}`);
      }
      if (!text.trim()) faults.push(`${id}.${language} is empty`);
    } catch (error) {
      faults.push(`${id}.${language} can't be read: ${error}`);
    }
  }
  return faults;
}

/** The variables of a message, each with the forms of its plural. */
function collect(message: Compiled, found: Map<string, Set<string>>): void {
  for (const token of message) {
    if (typeof token === "string") continue;
    const [variable, type, forms] = token;
    const known = found.get(variable) ?? new Set();
    found.set(variable, known);
    if (type) known.add(type);
    if (typeof forms !== "object" || forms === null) continue;
    for (const [form, inner] of Object.entries(forms)) {
      if (form === "offset") continue;
      known.add(form);
      if (Array.isArray(inner)) collect(inner, found);
    }
  }
}

/** The compiled messages of these folders in one language. A fault ends the build. */
export function compiled(folders: string[], language: Language): Record<string, Compiled> {
  const messages: Record<string, Compiled> = {};
  for (const folder of folders) {
    for (const [id, texts] of Object.entries(readStrings(folder))) {
      const faults = faultsOf(id, texts);
      if (faults.length) throw new Error(faults.join("\n"));
      messages[id] = compileMessageOrThrow(texts[language]);
    }
  }
  return messages;
}
