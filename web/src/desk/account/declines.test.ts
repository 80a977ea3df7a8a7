import { expect, test } from "vitest";
import { declined } from "./declines";

test("a decline is told by its code, and by a general sentence where the code says nothing to a person", () => {
  expect(declined("insufficient_funds")).toContain("not enough money");
  expect(declined("stolen_card")).toBe(declined(null));
  expect(declined("a_code_of_next_year")).toBe(declined(undefined));
  expect(declined("incorrect_cvc")).not.toBe(declined("expired_card"));
});
