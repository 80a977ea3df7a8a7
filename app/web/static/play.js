import { answerWidget, questionHead } from "./question.js";
import { $, action, el, header, parameter, seconds, session, show, tell } from "./quizzler.js";
import { Countdown, RoomConnection } from "./room.js";

header();

const code = (parameter("code") ?? "").toUpperCase().replace(/[\s-]/g, "");
const seat = `quizzler.seat.${code}`; // the resume token of this room, so that a reload is no goodbye
let me = JSON.parse(sessionStorage.getItem(seat) ?? localStorage.getItem(seat) ?? "null");
let connection;
let total = 0;
let current = null; // {question, widget, response, answered}

if (!code) location.replace("/");
else if (me) join();
else askName();

function askName(refusal) {
  const name = el("input", { name: "username", maxLength: 30, required: true, autocomplete: "nickname", value: parameter("username") ?? "", autofocus: true });
  show(
    el("h1", "What shall we call you?"),
    refusal ? el("p.notice.bad", { role: "alert" }, refusal) : null,
    el("form.card.stack", { onsubmit: (event) => { event.preventDefault(); me = { nickname: name.value.trim() }; join(); } },
      el("label", "Nickname", name),
      el("button.main", `Join room ${code}`)),
  );
  name.focus();
}

function join() {
  connection = new RoomConnection({
    path: `/realtime/ws/player/${code}`,
    query: () => ({
      ...(me.resume ? { resume: me.resume } : { username: me.nickname }),
      ...(session.get() ? { token: session.get().access_token } : {}),
    }),
    onMessage: hear,
    onState: (state, reason) => {
      if (state === "lost") tell("The connection was lost. Coming back …");
      if (state === "connected") tell("");
      if (state === "refused") {
        forget();
        askName(reason ?? "The room could not be joined.");
      }
    },
  });
}

function forget() {
  sessionStorage.removeItem(seat);
  localStorage.removeItem(seat);
  me = null;
}

const hearing = {
  welcome(message) {
    me = { nickname: message.nickname ?? me.nickname, player_id: message.player_id, resume: message.resume };
    localStorage.setItem(seat, JSON.stringify(me));
    total = message.score ?? 0;
    if (message.question && (message.state === "open" || message.state === "paused")) {
      open(message.question, message.question.answered);
      if (message.state === "paused") current.countdown.stop();
    } else if (message.state !== "ended") lobby(message);
  },
  "question.opened": (message) => open(message, false),
  "question.extended": (message) => current?.countdown.start(message.remaining_ms, message.limit_ms),
  "room.paused": () => { current?.countdown.stop(); tell("The host has paused the game.", "good"); },
  "room.resumed": (message) => { tell(""); current?.countdown.start(message.remaining_ms, message.limit_ms); },
  "answer.accepted": () => accepted(),
  "answer.rejected": (message) => { if (current) current.sending = false; tell(message.message); },
  "question.closed": closed,
  result,
  "room.ended": ended,
  kicked: () => { forget(); show(el("h1", "The host has removed you from this room."), el("a.button", { href: "/" }, "Home")); },
  error: (message) => tell(message.message),
};

function hear(message) {
  hearing[message.type]?.(message);
}

function lobby(message) {
  show(
    el("p.faint", message.title ?? "", ` · room ${code}`),
    el("h1", `You're in, ${me.nickname}!`),
    el("p", message.state === "lobby" ? "The game starts when the host says so." : "The next question comes in a moment."),
  );
}

function open(question, answered) {
  const clock = el("span.clock", { role: "timer" });
  const track = el("i");
  const countdown = new Countdown((left, limit) => {
    clock.textContent = seconds(left);
    track.style.transform = `scaleX(${limit ? left / limit : 0})`;
  });
  const send = el("button.main", { disabled: true, onclick: () => answer() }, "Send answer");
  const quick = question.kind === "single_choice" || question.kind === "true_false" || question.kind === "poll";
  const widget = answerWidget(question, null, (response) => {
    current.response = response;
    send.disabled = response === null;
    if (quick && response) answer();
  });
  current = { question, widget, countdown, send, response: widget.initial?.() ?? null };
  send.disabled = current.response === null;
  show(
    el("div.row.spread", el("span.faint", `Question ${question.number} of ${question.total}`), clock),
    el("div.track", track),
    ...questionHead(question),
    widget.node,
    el("p", { id: "after", "aria-live": "polite" }, quick ? null : send),
  );
  countdown.start(question.remaining_ms, question.limit_ms);
  if (answered) accepted();
}

function answer() {
  if (current.sending || current.answered || current.response === null) return;
  current.sending = true;
  connection.send({ type: "answer", question: current.question.number, response: current.response });
}

function accepted() {
  if (!current) return;
  current.answered = true;
  current.widget.disable();
  $("#after")?.replaceChildren("Your answer is in. Waiting for the others …");
}

function closed(message) {
  current?.countdown.stop();
  if (current?.question.number === message.number) {
    current.widget.reveal(message.key, message.distribution, current.response);
    $("#after")?.replaceChildren(message.explanation ? el("span.faint", message.explanation) : "");
  }
}

function result(message) {
  total = message.total;
  const verdict = message.correct === null ? "Thanks for your vote" : message.correct ? "Right!" : "Not this time";
  const card = el("div.card.fade", { id: "result", role: "status" },
    el("p.big", { className: `big ${message.correct ? "right" : message.correct === false ? "wrong" : ""}` }, verdict),
    el("p", `${message.points > 0 ? "+" : ""}${message.points} points · ${message.total} in all · place ${message.rank}`,
      message.streak > 1 ? ` · ${message.streak} in a row` : ""));
  $("#result")?.remove();
  $("main").prepend(card);
}

function ended(message) {
  current?.countdown.stop();
  const mine = [...(message.leaderboard ?? [])].find((row) => row.player_id === me?.player_id);
  forget();
  show(
    el("h1", "That was it!"),
    mine ? el("p.big", `Place ${mine.rank} with ${mine.score} points`) : el("p.big", `${total} points`),
    el("a.button.main", { href: "/" }, "Home"),
  );
}

const leaveButton = el("button", { onclick: action(async () => { connection?.send({ type: "leave" }); connection?.close(); forget(); location.href = "/"; }) }, "Leave");
$("header.bar").append(leaveButton);
