import { render } from "@testing-library/preact";
import { expect, test } from "vitest";
import { Outcome } from "./Outcome";

const standing = (total: number, rank: number) => {
  const result = { type: "result" as const, question: 1, points: total, total, rank, streak: 0, ahead: null };
  const { container } = render(<Outcome result={result} kind={total ? "right" : "wrong"} />);
  return container.querySelector(".standing")?.textContent;
};

test("the best player leads, but not before anybody has a point", () => {
  expect(standing(900, 1)).toBe("You lead!");
  expect(standing(0, 1)).toBe("");
  expect(standing(0, 2)).toBe("Place 2");
});
