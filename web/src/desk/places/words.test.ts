import { describe, expect, test } from "vitest";
import { placeWords } from "./words";

describe("a place in a draft is named in words", () => {
  test.each([
    ["/choices/1/text", "Choice 2"],
    ["/choices/1/feedback", "Choice 2 · Feedback"],
    ["/gaps/0/answers/2", "Gap 1 · Answer 3"],
    ["/rubric/1/levels/0/points", "Criterion 2 · Level 1 · Points"],
    ["/choices", "Choices"],
    ["/time_limit_ms", "Time"],
    ["/sections/0/text", "Section 1 · Text"],
    ["/feedback_true", "Feedback"],
    ["/something_new", ""],
    ["", ""],
  ])("%s is “%s”", (pointer, words) => {
    expect(placeWords(pointer)).toBe(words);
  });
});
