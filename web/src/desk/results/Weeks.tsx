/** The means of groups week by week: a chart, and its figures as a table behind it. */

import { useEffect, useRef } from "preact/hooks";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { theme } from "../../shared/theme";
import { percent } from "./Figures";
import { nameOf, weekOf } from "./Groups";

type Group = components["schemas"]["GroupResult"];

/** Told apart by their dashes and their marks as well as by their colours. */
const DASHES = [[], [8, 4], [2, 3], [10, 4, 2, 4], [4, 2], [12, 6]];
const COLOURS = ["--text", "--accent", "--wrong", "--right", "--partly", "--faint"];
const MOST = COLOURS.length;

export function Weeks({ groups }: { groups: Group[] }) {
  const shown = groups.slice(0, MOST);
  const weeks = [...new Set(shown.flatMap((group) => group.weeks.map(({ week }) => week)))].sort();
  if (!weeks.length) return null;
  const means = shown.map((group) => {
    const found = new Map(group.weeks.map((one) => [one.week, one]));
    return weeks.map((week) => found.get(week) ?? null);
  });
  return (
    <>
      <h2>{t("results.weeks")}</h2>
      {groups.length > MOST && <p class="hint">{t("results.first_groups", { n: MOST })}</p>}
      {weeks.length > 1 && (
        <Chart
          weeks={weeks}
          names={shown.map(nameOf)}
          means={means.map((of) => of.map((one) => one?.mean ?? null))}
        />
      )}
      <details open={weeks.length === 1}>
        <summary>{t("results.as_table")}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={t("results.weeks")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("results.week")}</th>
                {shown.map((group) => (
                  <th key={group.group_id ?? ""} scope="col" class="figure">
                    <bdi>{nameOf(group)}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.map((week, row) => (
                <tr key={week}>
                  <th scope="row">{weekOf(week)}</th>
                  {means.map((of, column) => (
                    <td key={shown[column]?.group_id ?? ""} class="figure">
                      {of[row] ? `${percent(of[row].mean)} (${number(of[row].results)})` : "–"}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

interface ChartProps {
  weeks: string[];
  names: string[];
  means: (number | null)[][];
}

const HEIGHT = 280;

/**
 * Without marks of direction, which a canvas from left to right would take for the order of the parts of a
 * date.
 */
const unmarked = (text: string): string => text.replace(/[\u200e\u200f\u061c]/g, "");

function Chart({ weeks, names, means }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chosen = theme.value;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let gone = false;
    let destroy: () => void = () => undefined;
    const draw = async () => {
      const [{ default: Plot }] = await Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]);
      if (gone) return;
      const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
      const axis = { stroke: colour("--faint"), grid: { stroke: colour("--line"), width: 1 } };
      const plot = new Plot(
        {
          width: element.clientWidth,
          height: HEIGHT,
          legend: { show: false },
          cursor: { show: false },
          scales: { x: { time: false, range: [-0.25, weeks.length - 0.75] }, y: { range: [0, 100] } },
          axes: [
            {
              ...axis,
              space: 90,
              incrs: [1, 2, 4, 13, 26, 52],
              values: (_: unknown, at: number[]) =>
                at.map((one) => (weeks[one] ? unmarked(weekOf(weeks[one])) : "")),
            },
            { ...axis, values: (_: unknown, at: number[]) => at.map((one) => percent(one)) },
          ],
          series: [
            {},
            ...names.map((label, place) => ({
              label,
              stroke: colour(COLOURS[place] ?? "--text"),
              width: 2,
              dash: DASHES[place] ?? [],
              spanGaps: true,
              points: { show: true, size: 8 },
            })),
          ],
        },
        [weeks.map((_, place) => place), ...means] as never,
        element,
      );
      const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
      resized.observe(element);
      destroy = () => {
        resized.disconnect();
        plot.destroy();
      };
    };
    void draw();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const again = () => {
      destroy();
      void draw();
    };
    dark.addEventListener("change", again);
    return () => {
      gone = true;
      dark.removeEventListener("change", again);
      destroy();
    };
  }, [weeks.join(), names.join(), JSON.stringify(means), chosen]);
  return (
    <figure class="chart">
      <figcaption>
        <ul>
          {names.map((name, place) => (
            <li key={name}>
              <svg viewBox="0 0 40 10" aria-hidden="true">
                <line
                  x1="0"
                  y1="5"
                  x2="40"
                  y2="5"
                  stroke={`var(${COLOURS[place]})`}
                  stroke-width="3"
                  stroke-dasharray={DASHES[place]?.join(" ")}
                />
              </svg>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={box} dir="ltr" role="img" aria-label={t("results.chart_of_weeks")} />
    </figure>
  );
}
