/** What stands in the fields of a question, sent or not, and the response that it makes. */

import type { AskedQuestion, Choice, Response } from "../room/protocol";

type Shown = Pick<
  AskedQuestion,
  "choices" | "items" | "units" | "min" | "max" | "step" | "words" | "max_length" | "hidden" | "text_format"
>;

/** What a question shows to whoever answers it, in a room or in an attempt. */
export type Answerable = Pick<AskedQuestion, "kind" | "prompt"> & {
  [Key in keyof Shown]?: Shown[Key] | null;
} & { gaps?: { id: string; kind: string; choices?: Choice[] | null }[] | null };

/**
 * Ids of choices in order, the text of a field, the value of a slider, the words of a word cloud, or what was
 * chosen or typed by the ids of items or gaps. Numbers stay texts: the server reads them.
 */
export type Draft = string | number | string[] | Record<string, string>;

const QUICK = new Set(["single_choice", "true_false", "poll"]);

/** Whether one press answers the question. */
export const isQuick = (question: Answerable): boolean => QUICK.has(question.kind);

/** Whether there is anything to answer. */
export const isAsked = (question: Answerable): boolean => question.kind !== "slide";

/**
 * What the fields show before anybody has touched them, where that can be an answer: an order, the middle of
 * a slider.
 */
export function untouched(question: Answerable): Draft | null {
  if (question.kind === "ordering") return (question.choices ?? []).map((choice) => choice.id);
  if (question.kind !== "slider") return null;
  const { min, max, step } = { min: question.min ?? 0, max: question.max ?? 100, step: question.step ?? 1 };
  return min + Math.round((max - min) / 2 / step) * step;
}

/** The response that can be sent; null while the fields are empty. */
export function toResponse(question: Answerable, draft: Draft | null): Response | null {
  if (draft === null) return null;
  if (typeof draft === "number") return draft;
  if (typeof draft === "string") return draft.trim() || null;
  if (Array.isArray(draft)) {
    if (question.kind !== "word_cloud") return draft.length ? draft : null;
    const words = draft.map((word) => word.trim()).filter(Boolean);
    return words.length > 1 ? words : (words[0] ?? null);
  }
  const given = Object.entries(draft).filter(([, value]) => value.trim());
  return given.length ? Object.fromEntries(given) : null;
}

/** The draft that a response came from. */
export function fromResponse(question: Answerable, response: Response | null | undefined): Draft | null {
  if (response === null || response === undefined) return null;
  if (typeof response === "number") return question.kind === "slider" ? response : String(response);
  if (typeof response === "string") return question.kind === "word_cloud" ? [response] : response;
  if (Array.isArray(response)) return response;
  return Object.fromEntries(Object.entries(response).map(([id, value]) => [id, String(value)]));
}

/** A part of a cloze: a text between gaps, or the id of a gap. */
export type ClozePart = { text: string } | { gap: string };

/** The prompt of a cloze in parts. */
export function clozeParts(prompt: string): ClozePart[] {
  return prompt
    .split(/\[\[([^\]]+)\]\]/)
    .map((part, index) => (index % 2 ? { gap: part } : { text: part }))
    .filter((part) => "gap" in part || part.text);
}

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/**
 * The direction of a text by its first letter; "auto" where it has none. What stands among the gaps of a
 * cloze decides it, and not what can be chosen in them, where a browser would look.
 */
export function directionOf(text: string): "ltr" | "rtl" | "auto" {
  const first = LETTER.exec(text)?.[0];
  if (!first) return "auto";
  return RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}
