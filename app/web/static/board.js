// Leaderboards and podiums, the same on every page.

import { avatar } from "./avatar.js";
import { el } from "./quizzler.js";

export function playerTable(rows, me) {
  return el("table.fade", el("tbody", rows.map((row) => el(row.player_id === me ? "tr.me" : "tr",
    el("td.number", row.rank), el("td", el("span.row", avatar(row.avatar), row.nickname)),
    el("td.number", row.score), el("td", row.streak > 1 ? `${row.streak} in a row` : "")))));
}

export function teamTable(teams) {
  if (!teams?.length) return null;
  return el("div", el("h2", "Teams"), el("table.fade", el("tbody", teams.map((team) => el("tr",
    el("td.number", team.rank), el("td", team.name), el("td.faint", `${team.players} players, mean score`), el("td.number", team.score))))));
}

export function podium(rows) {
  const steps = ["first", "second", "third"];
  return el("div.podium.fade", rows.slice(0, 3).map((row, index) => el(`div.${steps[index]}`,
    avatar(row.avatar, 64), el("br"), el("strong", row.nickname), el("br"), `${row.score} points`, el("br"), el("span.faint", `place ${row.rank}`))));
}

/** Load pictures before they are needed. */
export function preload(media) {
  for (const address of media ?? []) new Image().src = address;
}
