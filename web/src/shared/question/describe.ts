/** Responses and answer keys in words. */

import { number, t } from "../i18n";
import type { TextFormat } from "../prose/Prose";
import type { Answerable } from "./draft";

/** The text of a choice, wherever in the question it is. */
function choiceText(question: Answerable, id: string): string {
  const all = [...(question.choices ?? []), ...(question.gaps ?? []).flatMap((gap) => gap.choices ?? [])];
  return all.find((choice) => choice.id === id)?.text || id;
}

function one(question: Answerable, value: unknown): string {
  if (typeof value === "number") return number(value, { maximumFractionDigits: 10 });
  if (typeof value !== "object" || value === null) return choiceText(question, String(value));
  const { text, value: exact, min, max, unit } = value as Record<string, unknown>;
  if (typeof text === "string") return text;
  const range = min === max || max === undefined ? "" : t("question.to", { min, max });
  const meant = exact ?? (range ? null : min);
  const shown = meant === null ? range : range ? `${meant} (${range})` : String(meant);
  return unit ? `${shown} ${unit}` : shown;
}

const either = (texts: string[]): string => texts.reduce((a, b) => t("question.or", { a, b }));

/** A response or a right answer in words; empty where there is none. */
export function describe(question: Answerable, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) {
    if (!value.length) return "";
    const texts = value.map((each) => one(question, each));
    if (question.kind === "ordering") return texts.join(" → ");
    return ["numeric", "short_text", "slider"].includes(question.kind) ? either(texts) : texts.join(", ");
  }
  if (typeof value !== "object" || !(question.items?.length || question.gaps?.length))
    return one(question, value);
  const name = (id: string) => {
    const gap = (question.gaps ?? []).findIndex((each) => each.id === id);
    if (gap >= 0) return t("question.gap", { n: gap + 1 });
    return question.items?.find((item) => item.id === id)?.text ?? id;
  };
  return Object.entries(value)
    .map(([id, given]) => `${name(id)}: ${either([given].flat().map((each) => one(question, each)))}`)
    .join("; ");
}

const TYPED = new Set(["short_text", "numeric", "slider", "cloze", "word_cloud", "essay"]);

/**
 * How a response or a right answer is written: what was typed is plain, what was chosen is as the question
 * says.
 */
export const formatOf = (question: Answerable): TextFormat =>
  TYPED.has(question.kind) ? "plain" : ((question.text_format as TextFormat | null | undefined) ?? "plain");
