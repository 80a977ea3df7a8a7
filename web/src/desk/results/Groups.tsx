/** Classes and other groups beside each other: figures, how their results are spread, and week by week. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { download } from "../../shared/download";
import type { components } from "../../shared/generated/api";
import { moment, number, t } from "../../shared/i18n";
import { Menu } from "../../shared/ui/Menu";
import { tried } from "../../shared/ui/toasts";
import { percent } from "./Figures";
import { Weeks } from "./Weeks";

type Group = components["schemas"]["GroupResult"];

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** What a group is called; that of everybody has no name. */
export const nameOf = ({ name }: Group): string => name ?? t("results.everybody");

export function Groups({ quizId }: { quizId: string }) {
  const groups = useSignal<Group[] | null>(null);
  const refused = useSignal("");
  const all = useSignal(false);
  const query = { time_zone: zone(), ...(!all.value && { quiz_id: quizId }) };
  useEffect(() => {
    call(api.GET("/results/stats/groups", { params: { query } }))
      .then((found) => {
        groups.value = found.groups;
      })
      .catch((error) => {
        refused.value = sentence(error);
      });
  }, [all.value]);
  const save = (format: string) => {
    const asked = new URLSearchParams({ ...query, format });
    return tried(() => download(`/results/stats/groups/export?${asked}`, `groups.${format}`));
  };
  const shown = groups.value;
  return (
    <section class="of-groups" aria-label={t("results.groups")}>
      <p class="row">
        <label class="of-which">
          <span>{t("results.of_which")}</span>
          <select
            value={all.value ? "all" : "one"}
            onChange={(event) => (all.value = event.currentTarget.value === "all")}
          >
            <option value="one">{t("results.of_this_quiz")}</option>
            <option value="all">{t("results.of_all_quizzes")}</option>
          </select>
        </label>
        <Menu class="end" label={t("results.save_groups")}>
          <button type="button" onClick={() => void save("xlsx")}>
            {t("results.as_workbook")}
          </button>
          <button type="button" onClick={() => void save("csv")}>
            {t("results.as_csv")}
          </button>
        </Menu>
      </p>
      <p class="refused" role="alert">
        {refused}
      </p>
      {shown?.length === 0 && <p class="faint">{t("results.no_results_yet")}</p>}
      {shown && shown.length > 0 && (
        <>
          {shown.length === 1 && (
            <p class="notice">
              {t("results.no_groups")} <a href={at("/")}>{t("results.make_group")}</a>
            </p>
          )}
          <Table groups={shown} />
          <Weeks groups={shown} />
          <h2>{t("results.spread")}</h2>
          <div class="spreads">
            {shown.map((group) => (
              <Spread key={group.group_id ?? ""} group={group} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function Table({ groups }: { groups: Group[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t("results.comparison")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("results.group")}</th>
            {(["takers", "results_number", "mean", "median", "passed"] as const).map((one) => (
              <th key={one} scope="col" class="figure">
                {t(`results.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.group_id ?? ""}>
              <th scope="row">
                <bdi>{nameOf(group)}</bdi>
              </th>
              <td class="figure">{number(group.people)}</td>
              <td class="figure">{number(group.results)}</td>
              <td class="figure">{percent(group.mean)}</td>
              <td class="figure">{percent(group.median)}</td>
              <td class="figure">{number(group.passed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The results of a group in ten columns. It is a table, drawn as columns. */
function Spread({ group }: { group: Group }) {
  const most = Math.max(1, ...group.spread);
  const edge = (step: number) => number(step / 10, { style: "percent" });
  return (
    <table class="spread">
      <caption>
        <bdi>{nameOf(group)}</bdi>
      </caption>
      <tbody>
        <tr>
          {group.spread.map((count, step) => (
            <td key={edge(step)} style={{ "--part": count / most }}>
              <span>{number(count)}</span>
            </td>
          ))}
        </tr>
        <tr>
          {group.spread.map((_, step) => (
            <th key={edge(step)} scope="col">
              <span class="unseen">{t("results.from_to", { from: edge(step), to: edge(step + 1) })}</span>
              <span aria-hidden="true">{step % 5 === 0 || step === 9 ? number(step * 10) : ""}</span>
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

/** A week, by its Monday. */
export const weekOf = (day: string): string =>
  moment(`${day}T00:00:00Z`, { dateStyle: "medium", timeZone: "UTC" });
