import { answerWidget, questionHead } from "./question.js";
import { $, action, api, el, header, parameter, seconds, session, show, tell } from "./quizzler.js";
import { Countdown, RoomConnection } from "./room.js";

header();

let connection;
let room = null; // the newest snapshot: state, question numbers, players
let current = null;
let players = new Map();
let commands = 0;

if (!session.get()) location.replace("/?sign-in");
else if (parameter("code")) enter(parameter("code"));
else if (parameter("quiz")) setUp(parameter("quiz"));
else location.replace("/");

async function setUp(quizId) {
  const quiz = await api("GET", `/quizzes/${quizId}`);
  const field = (name, node) => el("label", name, node);
  const formula = el("select", el("option", { value: "kahoot" }, "Right and quick (Kahoot's formula)"), el("option", { value: "linear" }, "Right, and the quicker the better"), el("option", { value: "accuracy" }, "Right, however long it takes"));
  const streak = el("input", { type: "checkbox" });
  const shuffle = el("input", { type: "checkbox" });
  show(
    el("h1", `Host “${quiz.title}” live`),
    el("form.card.stack", {
      onsubmit: action(async () => {
        const made = await api("POST", "/realtime/rooms", {
          quiz_id: quizId, formula: formula.value, streak_bonus: streak.checked, shuffle_questions: shuffle.checked,
        });
        history.replaceState(null, "", `/host?code=${made.room_code}`);
        enter(made.room_code);
      }),
    },
      field("Points for", formula),
      el("label.inline", streak, "Bonus for several right answers in a row"),
      el("label.inline", shuffle, "Shuffle the questions"),
      el("button.main", "Open the room")),
  );
}

function enter(code) {
  connection = new RoomConnection({
    path: `/realtime/ws/host/${code}`,
    query: () => ({}),
    protocols: () => ["bearer", session.get().access_token],
    onMessage: hear,
    onState: (state, reason) => {
      if (state === "lost") {
        tell("The connection was lost. Coming back …");
        api("GET", "/auth/me").catch(() => {}); // renews a token that ran out meanwhile
      }
      if (state === "connected") tell("");
      if (state === "refused") show(el("h1", "This room can't be hosted from here"), el("p", reason ?? ""), el("a.button", { href: "/" }, "Home"));
    },
  });
}

const command = (type, more = {}) => connection.send({ type, id: String(++commands), ...more });

const hearing = {
  welcome(message) {
    room = message;
    players = new Map((message.players ?? []).map((player) => [player.player_id, player]));
    if (message.question && (message.state === "open" || message.state === "paused")) {
      open(message.question);
      if (message.state === "paused") hearing["room.paused"]();
    } else if (message.state === "lobby") lobby();
    else if (message.state !== "ended") between(null);
  },
  "player.joined"(message) {
    players.set(message.player_id, message);
    if (room.state === "lobby") lobby();
  },
  "player.left"(message) {
    players.delete(message.player_id);
    if (room.state === "lobby") lobby();
  },
  "question.opened"(message) { room.state = "open"; open(message); },
  "question.extended": (message) => current?.countdown.start(message.remaining_ms, message.limit_ms),
  "room.paused"() { room.state = "paused"; current?.countdown.stop(); controls(); },
  "room.resumed"(message) { room.state = "open"; current?.countdown.start(message.remaining_ms, message.limit_ms); controls(); },
  progress(message) { const place = $("#progress"); if (place) place.textContent = `${message.answered} of ${message.players} answered`; },
  "question.closed"(message) { room.state = "closed"; closed(message); },
  "room.locked"(message) { room.locked = message.locked; if (room.state === "lobby") lobby(); },
  "room.ended": ended,
  error: (message) => tell(message.message),
};

function hear(message) {
  hearing[message.type]?.(message);
}

function lobby() {
  const address = `${location.host}`;
  show(
    el("p.faint", room.title),
    el("p", "Go to ", el("strong", address), " and type"),
    el("p.code", { "aria-label": `Room code ${[...room.room_code].join(" ")}` }, room.room_code),
    el("p.faint", "or open ", el("a", { href: `/play?code=${room.room_code}`, target: "_blank" }, `${address}/play?code=${room.room_code}`)),
    el("h2", `${players.size} ${players.size === 1 ? "player" : "players"}`),
    el("ul.chips", [...players.values()].map((player) => el("li", player.nickname,
      el("button", { "aria-label": `Remove ${player.nickname}`, title: "Remove", onclick: () => command("kick", { player_id: player.player_id }) }, "✕")))),
    el("div.row",
      el("button.main", { disabled: players.size === 0, onclick: () => command("start") }, "Start"),
      el("button", { onclick: () => command("lock", { locked: !room.locked }) }, room.locked ? "Unlock the room" : "Lock the room"),
      el("button", { onclick: () => command("end") }, "End")),
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
  show(
    el("div.row.spread", el("span.faint", `Question ${question.number} of ${question.total} · room ${room.room_code}`), el("span", { id: "progress" }), clock),
    el("div.track", track),
    ...questionHead(question),
    question.kind === "short_text" || question.kind === "numeric" ? el("p.faint", "Answers are typed on the phones.", widget.node) : widget.node,
    el("div.row", { id: "controls" }),
    el("div", { id: "after" }),
  );
  countdown.start(question.remaining_ms, question.limit_ms);
  controls();
}

function controls() {
  $("#controls")?.replaceChildren(
    room.state === "paused" ? el("button.main", { onclick: () => command("resume") }, "Resume") : el("button", { onclick: () => command("pause") }, "Pause"),
    el("button", { onclick: () => command("extend", { seconds: 10 }) }, "+10 s"),
    el("button", { onclick: () => command("close") }, "Close now"),
  );
}

function closed(message) {
  current?.countdown.stop();
  current?.widget.reveal(message.key, message.distribution);
  const last = current && current.question.number === current.question.total;
  $("#controls")?.replaceChildren(
    el("button.main", { onclick: () => command(last ? "end" : "next") }, last ? "Show the podium" : "Next question"));
  $("#after")?.replaceChildren(
    message.explanation ? el("p", message.explanation) : "",
    el("h2", "Leaderboard"), board(message.leaderboard ?? []));
  if (!current) between(message);
}

function between(message) {
  show(
    el("h1", room.title),
    message ? board(message.leaderboard ?? []) : null,
    el("div.row",
      el("button.main", { onclick: () => command("next") }, "Next question"),
      el("button", { onclick: () => command("end") }, "End")),
  );
}

function board(rows) {
  return el("table.fade", el("tbody", rows.map((row) => el("tr",
    el("td.number", row.rank), el("td", row.nickname), el("td.number", row.score), el("td", row.streak > 1 ? `${row.streak} in a row` : "")))));
}

function ended(message) {
  current?.countdown.stop();
  const steps = ["first", "second", "third"];
  show(
    el("h1", "The winners"),
    el("div.podium.fade", (message.podium ?? []).map((row, index) => el(`div.${steps[index]}`,
      el("strong", row.nickname), el("br"), `${row.score} points`, el("br"), el("span.faint", `place ${row.rank}`)))),
    board(message.leaderboard ?? []),
    el("div.row", el("a.button.main", { href: "/" }, "Home")),
  );
}
