// The room's big screen: shows what everybody sees, and may do nothing.

import { avatar } from "./avatar.js";
import { playerTable, podium, preload, teamTable } from "./board.js";
import { answerWidget, questionHead } from "./question.js";
import { $, el, parameter, seconds, show, tell } from "./quizzler.js";
import { Countdown, RoomConnection } from "./room.js";

const code = (parameter("code") ?? "").toUpperCase().replace(/[\s-]/g, "");
let room = null;
let current = null;
let players = new Map();

if (!code) location.replace("/");
else {
  new RoomConnection({
    path: `/realtime/ws/projector/${code}`,
    query: () => ({}),
    onMessage: (message) => hearing[message.type]?.(message),
    onState: (state, reason) => {
      if (state === "lost") tell("The connection was lost. Coming back …");
      if (state === "connected") tell("");
      if (state === "refused") show(el("h1", "This room can't be shown"), el("p", reason ?? ""), el("a.button", { href: "/" }, "Home"));
    },
  });
}

const hearing = {
  welcome(message) {
    room = message;
    players = new Map((message.players ?? []).map((player) => [player.player_id, player]));
    if (message.announced) preload(message.announced.media);
    if (message.question) {
      open(message.question);
      if (message.state === "paused") current.countdown.stop();
    } else if (message.ended) ended(message.ended);
    else if (message.closed) standing(message.closed);
    else lobby();
  },
  "player.joined"(message) { players.set(message.player_id, message); if (room.state === "lobby") lobby(); },
  "player.left"(message) { players.delete(message.player_id); if (room.state === "lobby") lobby(); },
  "player.team"(message) { players.set(message.player_id, message); if (room.state === "lobby") lobby(); },
  "question.announced"(message) { preload(message.media); show(el("p.faint", `Question ${message.number} of ${message.total}`), el("h1", "Get ready …")); },
  "question.opened"(message) { room.state = "open"; open(message); },
  "question.extended": (message) => current?.countdown.start(message.remaining_ms, message.limit_ms),
  "room.paused"() { current?.countdown.stop(); tell("Paused", "good"); },
  "room.resumed"(message) { tell(""); current?.countdown.start(message.remaining_ms, current.question.limit_ms); },
  "question.skipped"() { current?.countdown.stop(); show(el("h1", "Skipped: this question counts for nobody.")); },
  "question.closed"(message) {
    current?.countdown.stop();
    current?.widget.reveal(message.key, message.distribution);
    $("#after")?.replaceChildren(...[message.explanation ? el("p", message.explanation) : null, ...boards(message)].filter(Boolean));
  },
  "room.leaderboard"(message) { $("#after")?.replaceChildren(...boards(message).filter(Boolean)); },
  "room.ended": ended,
};

const boards = (message) => [message.leaderboard?.length ? playerTable(message.leaderboard) : null, teamTable(message.teams)];

function lobby() {
  show(
    el("p.faint", room.title),
    el("p.big", "Go to ", el("strong", location.host), " and type"),
    el("p.code", { "aria-label": `Room code ${[...room.room_code].join(" ")}` }, room.room_code),
    el("h2", `${players.size} ${players.size === 1 ? "player" : "players"}`),
    el("ul.chips", [...players.values()].map((player) => el("li", avatar(player.avatar), player.nickname))),
    el("div", { id: "after" }),
  );
}

function open(question) {
  const clock = el("span.clock", { role: "timer" });
  const track = el("i");
  const countdown = new Countdown((left, limit) => {
    clock.textContent = seconds(left);
    track.style.transform = `scaleX(${limit ? left / limit : 0})`;
  });
  const widget = answerWidget(question, null, () => {});
  widget.disable();
  current = { question, widget, countdown };
  const typed = question.kind === "short_text" || question.kind === "numeric";
  show(
    el("div.row.spread", el("span.faint", `Question ${question.number} of ${question.total} · room ${room.room_code}`), clock),
    el("div.track", track), ...questionHead(question),
    question.kind === "slide" ? null : el("div", typed ? el("p.faint", "Type the answer on your phone.") : null, widget.node),
    el("div", { id: "after" }),
  );
  countdown.start(question.remaining_ms, question.limit_ms);
}

function standing(message) {
  show(el("h1", room.title), ...boards(message), el("div", { id: "after" }));
}

function ended(message) {
  current?.countdown.stop();
  show(el("h1", "The winners"), podium(message.podium ?? []), ...boards(message));
}
