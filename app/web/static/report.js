// A game's report: how each question went, who answered what, and how the scores are spread.

import { avatar } from "./avatar.js";
import { teamTable } from "./board.js";
import { describe } from "./question.js";
import { action, api, el, header, parameter, percent, session, show, when } from "./quizzler.js";

header();
const code = parameter("code");
if (!session.get()) location.replace("/?sign-in");

const report = await api("GET", `/realtime/rooms/${encodeURIComponent(code)}/report`);
const asked = report.questions.filter((question) => question.asked && question.kind !== "slide");
const SIGNS = { right: "✔", partly_right: "◐", wrong: "✘", unanswered: "–", unscored: "·", answered: "…", not_there: "", not_asked: "", skipped: "⤼" };

show(
  el("h1", `Report of “${report.title}”`),
  el("p.faint", `Room ${report.room_code} · ${when(report.created_at)} · ${report.players.length} players`),
  el("p", el("button", { onclick: action(download) }, "Download as a table (CSV)")),
  el("h2", "Per question: how many of the answers were right"),
  el("div.card.bar-chart", asked.map((question) => el("div.line",
    el("span", `${question.number}. ${question.prompt}`),
    el("div.fill", { style: `width: ${question.right === null || !question.answered ? 0 : (100 * question.right) / question.answered}%` }),
    el("span", question.skipped ? "skipped" : question.right === null ? `${question.answered} votes` : percent(question.right, question.answered))))),
  el("h2", "How the scores are spread"),
  histogram(report.players.map((player) => player.score)),
  teamTable(report.team_board),
  el("h2", "Per player"),
  el("div.card.scroll", el("table",
    el("thead", el("tr", el("th", "Player"), el("th.number", "Score"), asked.map((question) => el("th.number", { title: question.prompt }, question.number)))),
    el("tbody", report.players.map((player) => el("tr",
      el("td", el("span.row", avatar(player.avatar, 24), player.nickname)), el("td.number", player.score),
      asked.map((question) => cell(question, player.answers.find((answer) => answer.number === question.number)))))))),
);

function cell(question, answer) {
  const time = answer.elapsed_ms === null ? "" : ` · ${(answer.elapsed_ms / 1000).toFixed(1)} s`;
  const told = answer.response === null ? answer.status.replace("_", " ") : `${describe(question, answer.response)} · ${answer.points ?? 0} points${time}`;
  return el("td.number", { title: told, className: `number ${answer.status === "right" ? "right" : answer.status === "wrong" ? "wrong" : ""}` },
    el("span", { "aria-label": told }, SIGNS[answer.status]));
}

/** Ten columns of equal width over the range of the scores, drawn as SVG. */
function histogram(scores) {
  if (!scores.length) return el("p.faint", "Nobody has played.");
  const low = Math.min(...scores, 0), high = Math.max(...scores, low + 1), columns = new Array(10).fill(0);
  scores.forEach((score) => { columns[Math.min(9, Math.floor((10 * (score - low)) / (high - low)))] += 1; });
  const most = Math.max(...columns);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const draw = (tag, attributes, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    svg.append(node);
  };
  svg.setAttribute("viewBox", "0 0 520 200");
  svg.setAttribute("class", "plot");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `Scores from ${low} to ${high}: ${columns.join(", ")} players in each tenth`);
  columns.forEach((count, index) => {
    const tall = (140 * count) / most;
    draw("rect", { x: 10 + index * 50, y: 160 - tall, width: 46, height: Math.max(tall, 1), rx: 4 });
    if (count) draw("text", { x: 33 + index * 50, y: 152 - tall, "text-anchor": "middle" }, count);
  });
  draw("text", { x: 10, y: 185 }, low);
  draw("text", { x: 510, y: 185, "text-anchor": "end" }, `${high} points`);
  return el("div.card", svg);
}

async function download() {
  const answer = await fetch(`/realtime/rooms/${encodeURIComponent(code)}/report?format=csv`, { headers: { Authorization: `Bearer ${session.get().access_token}` } });
  const address = URL.createObjectURL(await answer.blob());
  el("a", { href: address, download: `room-${report.room_code}.csv` }).click();
  URL.revokeObjectURL(address);
}
