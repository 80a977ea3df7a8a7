import { t } from "../../shared/i18n";

const SHAPES = [
  "M12 2 23 21H1z",
  "M12 1 23 12 12 23 1 12z",
  "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  "M3 3h18v18H3z",
];
const OPTIONS = ["atlantic", "indian", "pacific", "arctic"] as const;
const RIGHT = "pacific";

/** A question as the big screen shows it. A moment later, the right answer stands out. */
export function Sample() {
  return (
    <div class="sample" aria-hidden="true">
      <p>{t("home.sample_prompt")}</p>
      <ul>
        {OPTIONS.map((option, place) => (
          <li key={option} class={option === RIGHT ? "right" : ""}>
            <svg viewBox="0 0 24 24">
              <path d={SHAPES[place]} />
            </svg>
            {t(`home.sample_${option}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
