import { expect, test } from "vitest";
import { PAGES } from "./pages";
import { faultsOf, readStrings } from "./strings";

const folders = [...new Set(Object.values(PAGES).flatMap((page) => page.strings))];

test.each(folders)(
  "every text of %s is there in every language, with the same variables and all plurals",
  (folder) => {
    const faults = Object.entries(readStrings(folder)).flatMap(([id, texts]) => faultsOf(id, texts));
    expect(faults).toEqual([]);
  },
);

test("a missing language, a missing variable and a missing plural form are found", () => {
  const plural = "{n, plural, one {# point} other {# points}}";
  const complete = { en: plural, de: plural, fr: plural, es: plural, ar: plural };
  expect(faultsOf("a.b", complete).map((fault) => fault.split(":")[0])).toEqual([
    "a.b.fr",
    "a.b.es",
    "a.b.ar",
  ]);
  expect(faultsOf("a.b", { ...complete, fr: "rien" }).join()).toContain("a.b.fr has these variables: none");
  expect(faultsOf("a.b", { en: "x" } as never).join()).toContain("has these languages: en");
  expect(faultsOf("a.b", { ...complete, de: "{n" }).join()).toContain("can't be read");
});
