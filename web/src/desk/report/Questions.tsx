import type { Signal } from "@preact/signals";
import { number, t } from "../../shared/i18n";
import { percent, promptOf, type Question, type Selection } from "./figures";

const HARD = 0.4; // fewer right answers than that deserve a second look

/**
 * A line a question: how many of the answers were right, the bar as a picture of it. Pressing it shows the
 * answers.
 */
export function Questions({
  questions,
  selection,
}: {
  questions: Question[];
  selection: Signal<Selection | null>;
}) {
  const marked = questions.filter(
    (question) => question.right !== null && question.answered > 0 && !question.skipped,
  );
  const hardest = [...marked].sort((one, other) => share(one) - share(other))[0];
  return (
    <section>
      <h2>{t("report.per_question")}</h2>
      {hardest && share(hardest) < HARD && (
        <p>
          {t("report.look_at", { n: hardest.number, part: percent(hardest.right ?? 0, hardest.answered) })}
        </p>
      )}
      <ol class="lines">
        {questions.map((question) => (
          <li key={question.number}>
            <button
              type="button"
              class="plain-line"
              onClick={() => {
                selection.value = { question: question.number };
              }}
            >
              <span class="which">{number(question.number)}</span>
              <span class="text" dir="auto">
                {promptOf(question)}
              </span>
              <span class="well" aria-hidden="true">
                <i style={{ "--part": question.right === null ? 0 : share(question) }} />
              </span>
              <span class="value">{outcomeOf(question)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

const share = ({ right, answered }: Question): number => (answered ? (right ?? 0) / answered : 0);

function outcomeOf(question: Question): string {
  if (question.skipped) return t("report.skipped");
  if (question.right === null || !question.answered) return t("report.answers", { n: question.answered });
  return t("report.right_of", { part: percent(question.right, question.answered), n: question.answered });
}
