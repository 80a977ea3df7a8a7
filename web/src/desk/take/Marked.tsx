import { mediaUrl } from "../../shared/address";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { Prose } from "../../shared/prose/Prose";
import { describe, formatOf } from "../../shared/question/describe";

type Reviewed = components["schemas"]["ReviewedQuestion"];

const SIGNS: Record<string, string> = {
  right: "✓",
  partly_right: "◐",
  wrong: "✗",
  unanswered: "–",
  unscored: "·",
};

/**
 * A question of a finished attempt: what was answered, and what is known of its mark and key. `others` says
 * that somebody else answered than who reads it.
 */
export function Marked({ question, others = false }: { question: Reviewed; others?: boolean }) {
  const verdict = question.verdict ?? null;
  const right = describe(question, question.right_answer);
  return (
    <section class="question">
      <p class="row faint">
        <span class="grow">{t("take.question_only", { n: question.position })}</span>
        {verdict && (
          <span class={`verdict ${verdict}`}>
            <span aria-hidden="true">{SIGNS[verdict]} </span>
            {t(`take.verdict_${verdict as "right" | "partly_right" | "wrong" | "unanswered" | "unscored"}`)}
            {question.earned != null &&
              ` · ${t("take.earned", { earned: number(question.earned), n: question.points })}`}
          </span>
        )}
      </p>
      {question.media_url && (
        <img class="media" src={mediaUrl(question.media_url)} alt={question.media_alt ?? ""} />
      )}
      <Prose
        class="prompt"
        text={question.prompt.replace(/\[\[[^\]]+\]\]/g, "____")}
        format={question.text_format}
      />
      {question.kind !== "slide" && (
        <dl class="pairs">
          <dt>{t(others ? "take.their_answer" : "take.you")}</dt>
          <dd>
            <Prose
              inline
              text={describe(question, question.response) || t("take.no_answer")}
              format={formatOf(question)}
            />
          </dd>
          {right && (
            <>
              <dt>{t("take.right")}</dt>
              <dd>
                <Prose inline text={right} format={formatOf(question)} />
              </dd>
            </>
          )}
        </dl>
      )}
      {question.ruling && <p class="hint">{t(`take.ruling_${question.ruling}`)}</p>}
      {question.to_mark && <p class="hint">{t("take.marked_later")}</p>}
      {question.feedback && <Prose text={question.feedback} format={question.text_format} />}
      {question.comment && (
        <p class="comment" dir="auto">
          {question.comment}
        </p>
      )}
      {question.explanation && (
        <Prose class="explanation" text={question.explanation} format={question.text_format} />
      )}
    </section>
  );
}
