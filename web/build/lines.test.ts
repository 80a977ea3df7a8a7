import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const WEB = join(import.meta.dirname, "..");
const LONGEST = 110; // which Biome holds for code, and not for comments
const COMMENT = /^\s*(\/\/|\/\*|\*)/;

test("no line of a comment is longer than the code may be", () => {
  const long = ["src", "build"]
    .flatMap((folder) =>
      readdirSync(join(WEB, folder), { recursive: true }).map((file) => join(folder, String(file))),
    )
    .filter((file) => /\.(tsx?|css)$/.test(file) && !file.includes("generated"))
    .flatMap((file) =>
      readFileSync(join(WEB, file), "utf8")
        .split("\n")
        .map((line, index) => ({ line, where: `${file}:${index + 1}` })),
    )
    .filter(({ line }) => COMMENT.test(line) && line.length > LONGEST);
  expect(long.map(({ where }) => where)).toEqual([]);
});
