/**
 * The oldest browsers are Safari 15, Chrome 100 and Firefox 100. What the build can't lower for them is found
 * here.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (name) => !name.includes("generated"),
);

/** Methods of the language are bounded by `lib` of tsconfig.json. */
const NEWER_SCRIPT =
  /\b(structuredClone|randomUUID|requestIdleCallback|AbortSignal\.(timeout|any)|showPicker|URLPattern|cookieStore|TextDecoderStream|popover=)/;
/** Each is allowed where its absence changes nothing that anybody needs. */
const NEWER_STYLE =
  /color-mix\(|oklch\(|oklab\(|@container|@scope|@starting-style|\banimation-timeline|\bsubgrid\b/;

const found = (ending: RegExp, newer: RegExp): string[] =>
  files
    .filter((name) => ending.test(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((name) =>
      readFileSync(join(SRC, name), "utf8")
        .split("\n")
        .filter((line) => newer.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );

test("no script uses what older browsers do not have", () => {
  expect(found(/\.tsx?$/, NEWER_SCRIPT)).toEqual([]);
});

test("no style uses what older browsers do not have", () => {
  expect(found(/\.css$/, NEWER_STYLE)).toEqual([]);
});
