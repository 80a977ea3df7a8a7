import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";

type Schemas = components["schemas"];

/** A figure in percent as it is written; a dash where there is none. */
export const percent = (value: number | null | undefined): string =>
  value == null ? "–" : number(value / 100, { style: "percent", maximumFractionDigits: 0 });

/** A time in seconds as minutes and seconds, or as seconds where it has no minute. */
export function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return t("results.seconds", { s: whole });
  return t("results.minutes", { m: Math.floor(whole / 60), s: whole % 60 });
}

/** The whole quiz in some figures, and in a sentence. */
export function Figures({
  quiz,
  statistics,
}: {
  quiz: Schemas["Quiz"];
  statistics: Schemas["QuizStatistics"];
}) {
  const { people, attempts, scores } = statistics;
  if (!people && !attempts.in_progress) {
    return (
      <p class="notice">
        {quiz.visibility === "private" ? t("results.nobody_may") : t("results.nobody_yet")}
      </p>
    );
  }
  const figures: [string, string][] = [
    [t("results.takers"), number(people)],
    [t("results.mean"), percent(statistics.average_percent)],
    [t("results.median"), percent(statistics.median_percent)],
    [t("results.span"), `${percent(statistics.lowest_percent)} – ${percent(statistics.highest_percent)}`],
  ];
  if (quiz.pass_mark != null) figures.push([t("results.passed"), percent(statistics.pass_percent)]);
  if (attempts.in_progress) figures.push([t("results.under_way"), number(attempts.in_progress)]);
  if (scores.median_seconds != null) figures.push([t("results.time"), minutes(scores.median_seconds)]);
  return (
    <>
      <dl class="tiles">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {scores.consistency != null && (
        <p class="hint">
          {t("results.consistency", {
            value: percent(scores.consistency),
            error: number(scores.standard_error ?? 0, { maximumFractionDigits: 1 }),
          })}
        </p>
      )}
    </>
  );
}
