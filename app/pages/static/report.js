// A game's report: how each question went, who answered what, and how the scores are spread.

import { avatar } from "./avatar.js";
import { teamTable } from "./board.js";
import { describe } from "./question.js";
import { bar, histogram, tiles } from "./plot.js";
import { action, api, counted, download, el, heading, page, parameter, percent, show, when } from "./quizzler.js";

const path = `/realtime/rooms/${encodeURIComponent(parameter("code"))}/report`;
const SIGNS = { right: "✔", partly_right: "◐", wrong: "✘", unanswered: "–", unscored: "·", answered: "…", not_there: "", not_asked: "", skipped: "⤼" };

function line(question) {
  const text = question.skipped ? "skipped" : question.right === null ? counted(question.answered, "vote") : percent(question.right, question.answered);
  return bar(`${question.number}. ${question.prompt}`, question.right === null || !question.answered ? null : question.right / question.answered, text);
}

function table(players, asked) {
  return el("div.card.scroll", el("table",
    el("thead", el("tr", el("th", "Player"), el("th.number", "Score"), asked.map((question) => el("th.number", { title: question.prompt }, question.number)))),
    el("tbody", players.map((player) => el("tr",
      el("td", el("span.row.whole", avatar(player.avatar, 24), player.nickname)), el("td.number", player.score),
      asked.map((question) => cell(question, player.answers.find((answer) => answer.number === question.number))))))),
  el("p.faint", "✔ right · ◐ partly · ✘ wrong · – no answer · ⤼ skipped. Point at a sign for the answer, its points and its time."));
}

function cell(question, answer) {
  const time = answer.elapsed_ms === null ? "" : ` · ${(answer.elapsed_ms / 1000).toFixed(1)} s`;
  const text = answer.response === null ? answer.status.replace("_", " ") : `${describe(question, answer.response)} · ${answer.points ?? 0} points${time}`;
  return el("td.number", { title: text, className: `number ${answer.status === "right" ? "right" : answer.status === "wrong" ? "wrong" : ""}` },
    el("span", { "aria-label": text }, SIGNS[answer.status]));
}

await page(async () => {
  const report = await api("GET", path);
  const asked = report.questions.filter((question) => question.asked && question.kind !== "slide");
  const scores = report.players.map((player) => player.score);
  const marked = asked.filter((question) => question.right !== null);
  const sum = (list) => list.reduce((total, value) => total + value, 0);
  show(
    el("div.row.spread", heading(`Report of “${report.title}”`),
      scores.length ? el("button", { onclick: action(() => download(`${path}?format=csv`, `room-${report.room_code}.csv`)) }, "Download (CSV)") : null),
    el("p.faint", `Room ${report.room_code} · ${when(report.created_at)}${report.state === "ended" ? "" : " · not over yet"}`),
    scores.length ? tiles({
      Players: scores.length, Questions: asked.length, "Highest score": Math.max(...scores), "Mean score": Math.round(sum(scores) / scores.length),
      "Right answers": percent(sum(marked.map((question) => question.right)), sum(marked.map((question) => question.answered))),
    }) : el("p.notice", "Nobody has played."),
    asked.length ? [el("h2", "Per question: how many of the answers were right"), el("div.card.bar-chart", asked.map(line))] : null,
    scores.length ? [el("h2", "How the scores are spread"), histogram(scores, "points")] : null,
    teamTable(report.team_board),
    scores.length ? [el("h2", "Per player"), table(report.players, asked)] : null,
  );
});
