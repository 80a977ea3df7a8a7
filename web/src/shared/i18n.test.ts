import { afterEach, expect, test, vi } from "vitest";
import { moment } from "./i18n";

const DAY = "2026-12-01T12:00:00Z";
const day = (languages: string[]): string => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
  return moment(DAY, { dateStyle: "medium", timeZone: "UTC" });
};

afterEach(() => {
  vi.restoreAllMocks();
});

test("a date is written as in the country of the reader", () => {
  expect(day(["en-GB", "en"])).toBe("1 Dec 2026");
  expect(day(["de-DE", "en-US"])).toBe("Dec 1, 2026");
});

test("a date is in the language of the page where the reader has named another", () => {
  expect(day(["fr-FR"])).toBe("Dec 1, 2026");
});
