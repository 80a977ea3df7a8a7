/** What the parts of the report share. */

import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { describe } from "../../shared/question/describe";
import type { AskedQuestion } from "../../shared/room/protocol";

type Schemas = components["schemas"];
export type Report = Schemas["Report"];
export type Question = Schemas["ReportedQuestion"];
export type Player = Schemas["ReportedPlayer"];
export type Answer = Schemas["ReportedAnswer"];

/** The answers that are looked at: those of a player, to a question, or both. */
export interface Selection {
  player?: string;
  question?: number;
}

export const percent = (part: number, whole: number): string =>
  whole > 0 ? number(part / whole, { style: "percent" }) : "–";

/** The prompt in a line, with its gaps as gaps. */
export const promptOf = ({ prompt }: Question): string => prompt.replace(/\[\[[^\]]+\]\]/g, "____");

/** A response, or a right answer, to a question in words. */
export const inWords = (question: Question, value: unknown): string =>
  describe(question as unknown as AskedQuestion, value);

/** What somebody gave, what it earned and how long it took. */
export function answerText(question: Question, answer: Answer): string {
  if (answer.response === null) return t(`report.${answer.status}`);
  const parts = [inWords(question, answer.response), t(`report.${answer.status}`)];
  if (answer.points !== null) parts.push(t("report.points", { n: answer.points }));
  if (answer.elapsed_ms !== null) {
    const seconds = number(answer.elapsed_ms / 1000, { maximumFractionDigits: 1 });
    parts.push(t("report.seconds", { n: seconds }));
  }
  return parts.join(" · ");
}
