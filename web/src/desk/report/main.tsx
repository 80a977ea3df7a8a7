/** The report of a game: how each question went, who answered what, and how the scores are spread. */

import "../../shared/base.css";
import "../../shared/display.css";
import "../../shared/prose/prose.css";
import "./report.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at, parameter } from "../../shared/address";
import { api, call, Problem, sentence } from "../../shared/api";
import { moment, number, t } from "../../shared/i18n";
import { mountPersonal, toSignIn } from "../frame/personal";
import { Details } from "./Details";
import { percent, type Report, type Selection } from "./figures";
import { Grid } from "./Grid";
import { Questions } from "./Questions";
import { Spread } from "./Spread";
import { Teams } from "./Teams";

const LOOK_MS = 10_000; // while the game goes on

function ReportPage() {
  const report = useSignal<Report | null>(null);
  const fault = useSignal("");
  const selection = useSignal<Selection | null>(null);
  const room = parameter("code") || "–"; // which no room has
  useEffect(() => {
    const load = async () => {
      try {
        const found = (await call(
          api.GET("/realtime/rooms/{room}/report", { params: { path: { room } } }),
        )) as Report;
        report.value = found;
        if (found.state === "ended") clearInterval(timer);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) toSignIn();
        else if (!report.value) fault.value = sentence(error);
      }
    };
    const timer = setInterval(load, LOOK_MS);
    void load();
    return () => clearInterval(timer);
  }, [room, report, fault]);

  if (!report.value) {
    return (
      <main class="sentence">
        <p role="status">{fault.value || t("report.loading")}</p>
        <a href={at("/")}>{t("shared.home")}</a>
      </main>
    );
  }
  const { title, room_code, created_at, state, players, questions } = report.value;
  const asked = questions.filter((question) => question.asked && question.kind !== "slide");
  const marked = asked.filter((question) => question.right !== null && !question.skipped);
  const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);
  const scores = players.map(({ score }) => score);
  const figures: [string, string][] = [
    [t("report.players"), number(players.length)],
    [t("report.questions"), number(asked.length)],
    [
      t("report.right_answers"),
      percent(sum(marked.map((q) => q.right ?? 0)), sum(marked.map((q) => q.answered))),
    ],
    [t("report.mean_score"), scores.length ? number(Math.round(sum(scores) / scores.length)) : "–"],
    [t("report.highest"), scores.length ? number(Math.max(...scores)) : "–"],
  ];
  return (
    <main class="report">
      <header>
        <a href={at("/")}>{t("shared.home")}</a>
        <h1>
          {t("report.title")}: <bdi>{title}</bdi>
        </h1>
        <p class="faint">
          {t("report.room", { code: `\u2068${room_code}\u2069`, when: moment(created_at) })}
          {state !== "ended" && ` · ${t("report.not_over")}`}
        </p>
        {players.length > 0 && (
          <button type="button" onClick={() => void download(room, `room-${room_code}.csv`)}>
            {t("report.download")}
          </button>
        )}
      </header>
      {players.length === 0 && <p>{t("report.nobody")}</p>}
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {asked.length > 0 && <Questions questions={asked} selection={selection} />}
      {report.value.team_board.length > 0 && <Teams teams={report.value.team_board} />}
      {scores.length > 1 && <Spread scores={scores} />}
      {players.length > 0 && asked.length > 0 && (
        <Grid report={report.value} asked={asked} selection={selection} />
      )}
      {selection.value && <Details report={report.value} selection={selection} />}
    </main>
  );
}

/** Save the report as a table. The address alone would not do: it needs the access token. */
async function download(room: string, name: string): Promise<void> {
  const params = { path: { room }, query: { format: "csv" as const } };
  const file = await call(api.GET("/realtime/rooms/{room}/report", { params, parseAs: "blob" }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file as unknown as Blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LOOK_MS);
}

mountPersonal(ReportPage);
