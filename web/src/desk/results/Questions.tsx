import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { Prose } from "../../shared/prose/Prose";
import { describe, formatOf } from "../../shared/question/describe";
import { tried } from "../../shared/ui/toasts";
import { percent } from "./Figures";

type Schemas = components["schemas"];
type Figures = Schemas["QuestionStatistics"];

const ATTEMPTS = ["first", "best", "last", "all"] as const;
const PLAYED = ["self_paced", "live", "all"] as const;

/** How each question went, in a sentence, in figures, and by what was answered. */
export function Questions({ quizId, statistics }: { quizId: string; statistics: Schemas["QuizStatistics"] }) {
  const shown = useSignal(statistics);
  const attempts = useSignal<string>("first");
  const played = useSignal<string>("self_paced");
  useEffect(() => {
    if (attempts.value === "first" && played.value === "self_paced") {
      shown.value = statistics;
      return;
    }
    void tried(async () => {
      const params = { path: { quiz_id: quizId }, query: { attempts: attempts.value, played: played.value } };
      shown.value = await call(api.GET("/results/{quiz_id}/statistics", { params }));
    });
  }, [attempts.value, played.value, statistics]);
  const questions = shown.value.questions.filter((question) => question.kind !== "slide");
  return (
    <section aria-label={t("results.questions")}>
      <p class="row">
        <label>
          <span>{t("results.which_attempts")}</span>
          <select value={attempts} onChange={(event) => (attempts.value = event.currentTarget.value)}>
            {ATTEMPTS.map((one) => (
              <option key={one} value={one}>
                {t(`results.attempts_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("results.played")}</span>
          <select value={played} onChange={(event) => (played.value = event.currentTarget.value)}>
            {PLAYED.map((one) => (
              <option key={one} value={one}>
                {t(`results.played_${one}`)}
              </option>
            ))}
          </select>
        </label>
      </p>
      {questions.length === 0 && <p class="faint">{t("results.no_questions")}</p>}
      {questions.map((question) => (
        <Question key={`${question.question_id}.${question.version}`} question={question} />
      ))}
    </section>
  );
}

/** What the figures of a question mean, in a sentence; none where too few have answered it. */
function meaning(question: Figures): string {
  const { facility, discrimination, upper, lower } = question;
  if (facility == null || question.asked < 5) return "";
  const good = percent(facility);
  if (upper != null && upper < 50 && facility < 50) return t("results.look_at_key", { good });
  if (discrimination != null && discrimination < 0) return t("results.weak_did_better", { good });
  if (upper != null && lower != null && upper - lower < 10 && facility < 95)
    return t("results.tells_little", { good });
  if (facility >= 95) return t("results.very_easy", { good });
  return t("results.works", { good });
}

function Question({ question }: { question: Figures }) {
  const given = responses(question);
  const most = Math.max(1, ...given.map(({ count }) => count));
  const figures: [string, number | null, boolean][] = [
    [t("results.facility"), question.facility, true],
    [t("results.discrimination"), question.discrimination, false],
    [t("results.efficiency"), question.discriminative_efficiency, true],
    [t("results.guess"), question.random_guess, true],
    [t("results.intended"), question.intended_weight, true],
    [t("results.effective"), question.effective_weight, true],
    [t("results.upper"), question.upper, true],
    [t("results.lower"), question.lower, true],
  ];
  return (
    <article class="question item">
      <header class="row">
        <h2 class="grow">
          {question.position !== null && `${number(question.position)}. `}
          <Prose
            inline
            text={question.prompt.replace(/\[\[[^\]]+\]\]/g, "____")}
            format={question.text_format}
          />
          {question.deleted && <span class="faint"> · {t("results.deleted")}</span>}
          {!question.current && !question.deleted && (
            <span class="faint"> · {t("results.earlier", { n: question.version })}</span>
          )}
        </h2>
        <span class="big-figure">{percent(question.facility)}</span>
      </header>
      {question.facility !== null && <meter min={0} max={100} value={question.facility} aria-hidden="true" />}
      <p class="hint">
        {meaning(question)} {t("results.answered_by", { n: question.answered, asked: question.asked })}
      </p>
      {question.asked > 0 && (
        <details>
          <summary>{t("results.details")}</summary>
          {given.length > 0 && (
            <table class="bars">
              <thead class="unseen">
                <tr>
                  <th scope="col">{t("results.response")}</th>
                  <th scope="col">{t("results.count")}</th>
                </tr>
              </thead>
              <tbody>
                {given.map(({ text, count }) => (
                  <tr key={text}>
                    <th scope="row">
                      <Prose inline text={text} format={formatOf(question)} />
                    </th>
                    <td>
                      <meter min={0} max={most} value={count} aria-hidden="true" /> {number(count)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <dl class="tiles small">
            {figures.map(([name, value, inPercent]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {value === null
                    ? "–"
                    : inPercent
                      ? percent(value)
                      : number(value, { maximumFractionDigits: 2 })}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </article>
  );
}

interface Given {
  text: string;
  count: number;
}

/** What was answered and how often: by choice, by text, or by item and gap. */
function responses(question: Figures): Given[] {
  const found = question.responses;
  const one = ({ response, count }: Schemas["ResponseCount"]) => ({
    text: describe(question, response),
    count,
  });
  if (Array.isArray(found)) return found.map(one);
  return Object.entries(found).flatMap(([id, value]) =>
    typeof value === "number"
      ? [{ text: question.choices.find((choice) => choice.id === id)?.text || id, count: value }]
      : value.map(({ response, count }: Schemas["ResponseCount"]) => ({
          text: describe(question, { [id]: response }),
          count,
        })),
  );
}
