// Leaderboards and podiums, the same on every page.

import { siteAddress, typed } from "./address.js";
import { avatar } from "./avatar.js";
import { qr } from "./qr.js";
import { counted, el } from "./quizzler.js";

export function playerTable(rows, me) {
  if (!rows.length) return null;
  return el("table.fade.board", el("tbody", rows.map((row) => el(row.player_id === me ? "tr.me" : "tr",
    el("td.number", row.rank), el("td", el("span.row", avatar(row.avatar), row.nickname)),
    el("td.faint", row.streak > 1 ? `${row.streak} in a row` : ""), el("td.number", row.score)))));
}

export function teamTable(teams) {
  if (!teams?.length) return null;
  return el("div", el("h2", "Teams"), el("table.fade.board", el("tbody", teams.map((team) => el("tr",
    el("td.number", team.rank), el("td", team.name), el("td.faint", `${counted(team.players, "player")}, mean score`), el("td.number", team.score))))));
}

export function podium(rows) {
  const steps = ["first", "second", "third"];
  return el("div.podium.fade", rows.slice(0, 3).map((row, index) => el(`div.${steps[index]}`,
    avatar(row.avatar, 64), el("br"), el("strong", row.nickname), el("br"), counted(row.score, "point"), el("br"), el("span.faint", `place ${row.rank}`))));
}

/** How to join a room, for the big screen. */
export function invitation(code, ...more) {
  const address = siteAddress();
  return el("section.card.invitation",
    el("div", el("p", "Go to ", el("strong", typed(address)), " and type"),
      el("p.code", { "aria-label": `Room code ${[...code].join(" ")}` }, code), ...more),
    qr(`${address}/play?code=${code}`));
}

/** Load pictures before they are needed. */
export function preload(media) {
  for (const address of media ?? []) new Image().src = address;
}
