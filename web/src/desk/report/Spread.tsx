import { number, t } from "../../shared/i18n";

const COLUMNS = 10;

/** How the scores are spread: columns, and the same numbers as a table for who can't see them. */
export function Spread({ scores }: { scores: number[] }) {
  const low = Math.min(0, ...scores);
  const high = Math.max(low + 1, ...scores);
  const counts = Array.from({ length: COLUMNS }, () => 0);
  for (const score of scores) {
    const column = Math.min(COLUMNS - 1, Math.floor((COLUMNS * (score - low)) / (high - low)));
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  const edge = (column: number) => number(Math.round(low + (column * (high - low)) / COLUMNS));
  return (
    <section>
      <h2>{t("report.spread")}</h2>
      <table class="spread" dir="ltr">
        <caption class="unseen">{t("report.spread")}</caption>
        <tbody>
          <tr class="counts">
            {counts.map((count, column) => (
              <td key={edge(column)}>
                <span>{count ? number(count) : ""}</span>
                <i style={{ "--part": count / most }} />
              </td>
            ))}
          </tr>
          <tr>
            {counts.map((_, column) => (
              <th key={edge(column)} scope="col">
                {edge(column)}–{edge(column + 1)}
              </th>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
