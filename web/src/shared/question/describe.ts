/** Responses and answer keys in words. */

import { number, t } from "../i18n";
import type { AskedQuestion } from "../room/protocol";

/** The text of a choice, wherever in the question it is. */
function choiceText(question: AskedQuestion, id: string): string {
  const all = [...(question.choices ?? []), ...(question.gaps ?? []).flatMap((gap) => gap.choices ?? [])];
  return all.find((choice) => choice.id === id)?.text || id;
}

function one(question: AskedQuestion, value: unknown): string {
  if (typeof value === "number") return number(value, { maximumFractionDigits: 10 });
  if (typeof value !== "object" || value === null) return choiceText(question, String(value));
  const { text, value: exact, min, max, unit } = value as Record<string, unknown>;
  if (typeof text === "string") return text;
  const range = min === max || max === undefined ? String(exact ?? min) : t("question.to", { min, max });
  return unit ? `${range} ${unit}` : range;
}

const either = (texts: string[]): string => texts.reduce((a, b) => t("question.or", { a, b }));

/** A response or a right answer in words; empty where there is none. */
export function describe(question: AskedQuestion, value: unknown): string {
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
