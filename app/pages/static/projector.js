// The projector: a room on a screen that everybody sees. It can't change anything.

import { avatar } from "./avatar.js";
import { invitation, playerTable, podium, preload, teamTable } from "./board.js";
import { answerWidget, questionHead } from "./question.js";
import { $, at, counted, el, heading, instead, parameter, show, tell } from "./quizzler.js";
import { Clock, RoomConnection } from "./room.js";

const code = (parameter("code") ?? "").toUpperCase().replace(/[\s-]/g, "");
let room = null;
let current = null;
let players = new Map();

if (!code) location.replace(at("/"));
else {
  new RoomConnection({
    path: `/realtime/ws/projector/${code}`,
    query: () => ({}),
    onMessage: (message) => handlers[message.type]?.(message),
    onState: (state, reason) => {
      if (state === "lost") tell(reason);
      if (state === "connected") tell("");
      if (state === "refused") instead("This room can't be shown", reason ?? "");
    },
  });
}

const handlers = {
  welcome(message) {
    room = message;
    players = new Map((message.players ?? []).map((player) => [player.player_id, player]));
    if (message.announced) preload(message.announced.media);
    if (message.question) {
      open(message.question);
      if (message.state === "paused") current.clock.stop();
    } else if (message.ended) ended(message.ended);
    else if (message.closed) standing(message.closed);
    else lobby();
  },
  "player.joined"(message) { players.set(message.player_id, message); if (room.state === "lobby") lobby(); },
  "player.left"(message) { players.delete(message.player_id); if (room.state === "lobby") lobby(); },
  "player.team"(message) { players.set(message.player_id, message); if (room.state === "lobby") lobby(); },
  "question.announced"(message) { preload(message.media); show(el("p.faint", `Question ${message.number} of ${message.total}`), heading("Get ready …")); },
  "question.opened"(message) { room.state = "open"; open(message); },
  "question.extended": (message) => current?.clock.start(message.remaining_ms, message.limit_ms),
  "room.paused"() { current?.clock.stop(); tell("Paused", "good"); },
  "room.resumed"(message) { tell(""); current?.clock.start(message.remaining_ms, current.question.limit_ms); },
  "question.skipped"() { current?.clock.stop(); show(heading("Skipped: this question counts for nobody.")); },
  "question.closed"(message) {
    current?.clock.over();
    current?.widget.reveal(message.key, message.distribution);
    $("main").classList.add("closed"); // makes room for the leaderboard
    $("#after")?.replaceChildren(...[message.explanation ? el("p", message.explanation) : null, ...boards(message)].filter(Boolean));
  },
  "room.leaderboard"(message) { $("#after")?.replaceChildren(...boards(message).filter(Boolean)); },
  "room.ended": ended,
};

const boards = (message) => [message.leaderboard?.length ? playerTable(message.leaderboard) : null, teamTable(message.teams)];

function lobby() {
  show(
    heading(room.title),
    invitation(room.room_code),
    el("h2", counted(players.size, "player")),
    el("ul.chips", [...players.values()].map((player) => el("li", avatar(player.avatar), player.nickname))),
    el("div", { id: "after" }),
  );
}

function open(question) {
  const clock = new Clock();
  $("main").classList.remove("closed");
  const widget = answerWidget(question, null, () => {});
  widget.disable();
  current = { question, widget, clock };
  const typed = question.kind === "short_text" || question.kind === "numeric";
  show(
    el("div.row.spread", el("h1.quiet", `Question ${question.number} of ${question.total}`, el("span.faint", ` · room ${room.room_code}`)), clock.face),
    clock.track, ...questionHead(question),
    question.kind === "slide" ? null : el("div", typed ? el("p.faint", "Type the answer on your phone.") : null, widget.node),
    el("div", { id: "after" }),
  );
  clock.start(question.remaining_ms, question.limit_ms);
}

function standing(message) {
  show(heading(room.title), ...boards(message), el("div", { id: "after" }));
}

function ended(message) {
  current?.clock.stop();
  show(heading(message.podium?.length ? "The winners" : "The game is over"), message.podium?.length ? podium(message.podium) : null,
    message.leaderboard?.length > 3 ? playerTable(message.leaderboard) : null, teamTable(message.teams));
}
