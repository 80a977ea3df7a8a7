/** Why the server took no answer: what to change, in the language of the page. */

import { explain } from "../api";
import { number, t } from "../i18n";
import type { Answerable } from "./draft";

const LONGEST_TEXT = 1000;

/** By the code of the refusal, and where the answer itself can't be read, by what the question asks for. */
export function refusal(question: Answerable, code: string): string {
  return code === "invalid_response" ? misfit(question) : explain(code);
}

function misfit({ kind, units, min, max, words, max_length }: Answerable): string {
  switch (kind) {
    case "numeric":
      return units?.length
        ? t("question.not_a_quantity", { units: units.join(", ") })
        : t("question.not_a_number");
    case "slider":
      return t("question.not_on_slider", { min: number(min ?? 0), max: number(max ?? 100) });
    case "short_text":
    case "essay":
      return t("question.text_too_long", { n: max_length ?? LONGEST_TEXT });
    case "word_cloud":
      return t("question.not_words", { n: words ?? 1 });
    case "cloze":
      return t("question.gap_unreadable");
    default:
      return t("question.not_fitting");
  }
}
