/**
 * Names places in a draft, which the server gives as JSON Pointers: "/choices/1/feedback" is "Choice 2 ·
 * Feedback".
 */

import { known, t } from "../../shared/i18n";

/** What an entry of each list is called. */
const ENTRIES = {
  choices: "places.choice",
  answers: "places.answer",
  pairs: "places.pair",
  distractors: "places.distractor",
  gaps: "places.gap",
  rubric: "places.criterion",
  levels: "places.level",
  units: "places.unit",
  sections: "places.section",
} as const;

/** A place in words; "" for a whole draft. A text of an entry needs no name: it is what the entry is. */
export function placeWords(pointer: string): string {
  const parts = pointer.split("/").slice(1);
  const words = parts.map((part, index) => {
    const list = ENTRIES[parts[index - 1] as keyof typeof ENTRIES];
    if (list) return t(list, { n: Number(part) + 1 });
    if (part === "text" && index > 0 && parts[0] !== "sections") return "";
    const isOwnEntry = part in ENTRIES && index < parts.length - 1;
    const id = `places.f_${part.replace(/^feedback_.*/, "feedback")}`;
    return !isOwnEntry && known(id) ? t(id) : "";
  });
  return words.filter(Boolean).join(" · ");
}
