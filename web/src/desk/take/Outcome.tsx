import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { credentialsFor, headersOf } from "./guest";
import { Marked } from "./Marked";

type Review = components["schemas"]["Review"];

interface Props {
  quizId: string;
  attemptId: string;
  /** The positions of answers that reached the server after the end. */
  late: number[];
  /** Answers that could not be read, and why. */
  rejected: { position: number; why: string }[];
  onBack: () => void;
}

/** The result of an attempt, with marks and answer keys where the quiz shows them. */
export function Outcome({ quizId, attemptId, late, rejected, onBack }: Props) {
  const review = useSignal<Review | null>(null);
  const refused = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    scrollTo({ top: 0 });
    const params = { path: { attempt_id: attemptId }, header: headersOf(credentialsFor(quizId)) };
    call(api.GET("/attempts/{attempt_id}/review", { params })).then(
      (found) => {
        review.value = found;
      },
      (error) => {
        refused.value = sentence(error);
      },
    );
  }, [attemptId]);
  const done = review.value;
  return (
    <article class="narrow">
      <h1 ref={heading} tabIndex={-1}>
        {t("take.your_result")}
      </h1>
      {done ? <Score review={done} /> : !refused.value && <p class="faint">{t("shared.loading")}</p>}
      {refused.value && <p class="notice">{t("take.handed_in_hidden")}</p>}
      {late.length > 0 && (
        <p class="notice bad" role="alert">
          {t("take.late", { n: late.length, questions: late.map((position) => number(position)).join(", ") })}
        </p>
      )}
      {rejected.map((fault) => (
        <p class="notice bad" role="alert" key={fault.position}>
          {t("take.rejected", { n: fault.position, why: fault.why })}
        </p>
      ))}
      {done?.questions.map((question) => (
        <Marked key={question.id} question={question} />
      ))}
      <p class="row">
        <button type="button" class="main" onClick={onBack}>
          {t("take.back")}
        </button>
        <a class="button" href={at("/")}>
          {t("shared.home")}
        </a>
      </p>
    </article>
  );
}

function Score({ review }: { review: Review }) {
  if (review.score === null) return <p class="score">{t("take.handed_in")}</p>;
  return (
    <div class="score">
      <p class="figure">{t("take.score", { score: number(review.score), max: number(review.max_score) })}</p>
      <p>
        {review.percent !== null &&
          number(review.percent / 100, { style: "percent", maximumFractionDigits: 1 })}
        {review.passed === true && <strong class="right"> · {t("take.passed")}</strong>}
        {review.passed === false && <strong class="wrong"> · {t("take.not_passed")}</strong>}
      </p>
      {review.to_mark > 0 && <p class="hint">{t("take.to_mark", { n: review.to_mark })}</p>}
      {review.overdue && <p class="hint">{t("take.time_was_up")}</p>}
    </div>
  );
}
