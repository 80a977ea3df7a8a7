import { describe, expect, test } from "vitest";
import { refusal } from "./refusal";

const asked = (kind: string, more = {}) => ({ kind, prompt: "?", ...more }) as Parameters<typeof refusal>[0];
const say = (kind: string, more = {}) => refusal(asked(kind, more), "invalid_response");

describe("why an answer is not taken", () => {
  test("is told by what the question asks for", () => {
    const said = ["numeric", "slider", "short_text", "word_cloud", "cloze", "matching"].map((kind) =>
      say(kind),
    );
    expect(new Set(said).size).toBe(said.length);
    expect(say("numeric", { units: ["km", "m"] })).not.toBe(say("numeric"));
  });

  test("is told by the code where the answer could be read", () => {
    expect(refusal(asked("numeric"), "too_long")).toBe(refusal(asked("slider"), "too_long"));
  });
});
