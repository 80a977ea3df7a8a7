import { expect, test } from "vitest";
import { minutes } from "./Figures";

test("no time has sixty seconds beside its minutes, and a short one has no minutes", () => {
  expect(minutes(119.6)).toBe("2 min 0 s");
  expect(minutes(59.6)).toBe("1 min 0 s");
  expect(minutes(1.2)).toBe("1 s");
});
