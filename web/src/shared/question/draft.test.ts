import { expect, test } from "vitest";
import { directionOf } from "./draft";

test.each([
  ["The [[1]] flows", "ltr"],
  ["12 – نهر النيل", "rtl"],
  ["« Le Nil", "ltr"],
  ["3 + 4 =", "auto"],
])("%s runs %s", (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});
