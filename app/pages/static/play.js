import { avatar, newSeed } from "./avatar.js";
import { playerTable, podium, preload, teamTable } from "./board.js";
import { answerWidget, questionHead } from "./question.js";
import { $, action, api, at, counted, el, header, heading, instead, parameter, session, show, tell, when } from "./quizzler.js";
import { Clock, RoomConnection } from "./room.js";

header();

const code = (parameter("code") ?? "").toUpperCase().replace(/[\s-]/g, "");
const tokenKey = `quizzler.seat.${code}`; // where the resume token is kept, so that a reload does not leave the game
let me = JSON.parse(sessionStorage.getItem(tokenKey) ?? localStorage.getItem(tokenKey) ?? "null");
let connection;
let total = 0;
let current = null; // {question, widget, response, answered}
let room = null; // the welcome: how this game is played
let factor = 1; // this player's time for each question is multiplied by it

if (!code) location.replace(at("/"));
else if (me) join();
else askName();

/** Ask for a nickname, and say why the last one was refused. */
async function askName(refusal, before = {}) {
  const found = await api("GET", `/realtime/rooms/validate/${code}`).catch(() => null);
  if (found && !found.valid) {
    return instead(found.state === "ended" ? "This game is over" : "There is no such room", found.state === "ended" ? "Ask the host for the code of the next one." : `There is no game with the code ${code}. Look at the host's screen again.`);
  }
  let seed = before.avatar ?? newSeed();
  const face = el("button", { type: "button", "aria-label": "Another face", onclick: () => { seed = newSeed(); face.replaceChildren(avatar(seed, 56)); } }, avatar(seed, 56));
  const team = found?.team_mode === "manual" ? el("select", found.teams.map((one) => el("option", { value: one.number, selected: String(one.number) === before.team }, one.name))) : null;
  const name = el("input", { name: "username", maxLength: 30, required: true, autocomplete: "nickname", value: before.nickname ?? parameter("username") ?? "", autofocus: true });
  show(
    found?.title ? el("p.faint", `${found.title} · ${counted(found.players, "player")}`) : null,
    heading("Choose a nickname"),
    refusal ? el("p.notice.bad", { role: "alert" }, refusal) : null,
    el("form.card.stack", { onsubmit: (event) => { event.preventDefault(); me = { nickname: name.value.trim(), avatar: seed, team: team?.value }; join(); } },
      el("div.row.whole", face, el("span.faint", "Press the face to get another one.")),
      el("label", "Nickname", name),
      el("button", { type: "button", onclick: action(async () => { name.value = (await api("GET", `/realtime/rooms/${code}/nickname`)).nickname; }) }, "Make one up for me"),
      team ? el("label", "Team", team) : null,
      el("button.main", `Join room ${code}`)),
  );
  name.focus();
}

function join() {
  connection = new RoomConnection({
    path: `/realtime/ws/player/${code}`,
    query: () => ({
      ...(me.resume ? {} : { username: me.nickname, ...(me.avatar ? { avatar: me.avatar } : {}), ...(me.team ? { team: me.team } : {}) }),
    }),
    protocols: () => [...(session.get() ? ["bearer", session.get().access_token] : []), ...(me.resume ? ["resume", me.resume] : [])],
    onMessage: hear,
    onState: (state, reason) => {
      if (state === "lost") tell(reason);
      if (state === "connected") tell("");
      if (state === "refused") {
        const before = me;
        forget();
        askName(reason ?? "The room could not be joined.", before);
      }
    },
  });
}

function forget() {
  sessionStorage.removeItem(tokenKey);
  localStorage.removeItem(tokenKey);
  me = null;
}

const handlers = {
  welcome(message) {
    room = message;
    factor = message.time_factor ?? 1;
    me = { nickname: message.nickname ?? me.nickname, player_id: message.player_id, resume: message.resume, avatar: message.avatar };
    localStorage.setItem(tokenKey, JSON.stringify(me));
    total = message.score ?? 0;
    if (message.announced) preload(message.announced.media);
    if (message.mode === "assigned" && message.state !== "ended") return message.question && !message.question.answered ? open(message.question, false, true) : ownPace(message);
    if (message.question && (message.state === "open" || message.state === "paused")) {
      open(message.question, message.question.answered, true);
      if (message.state === "paused") current.clock.stop();
    } else if (message.ended) ended(message.ended);
    else lobby(message);
  },
  "question.opened": (message) => open(message, false),
  "turn.opened": (message) => open(message, message.answered, true),
  "turn.finished": finished,
  "player.time": (message) => { factor = message.time_factor; },
  "question.announced"(message) { preload(message.media); show(el("p.faint", `Question ${message.number} of ${message.total}`), heading("Get ready …")); },
  "question.skipped"() { current?.clock.stop(); current = null; show(heading("The host has skipped this question."), el("p", "It counts for nobody.")); },
  "question.extended": (message) => current?.clock.start(...mine(message.remaining_ms, message.limit_ms)),
  "room.paused": () => { current?.clock.stop(); tell("The host has paused the game.", "good"); },
  "room.resumed": (message) => { tell(""); current?.clock.start(...mine(message.remaining_ms, current.question.limit_ms)); },
  "answer.accepted": () => accepted(),
  "answer.rejected": (message) => { if (current) current.sending = false; tell(message.message); },
  "question.closed": closed,
  result,
  "room.ended": ended,
  kicked: () => { forget(); instead("The host has removed you from this room."); },
  error: (message) => tell(message.message),
};

function hear(message) {
  handlers[message.type]?.(message);
}

/** Events have the times of players without extra time: [remaining, limit] for this player. */
const mine = (remaining, limit) => [remaining + limit * (factor - 1), limit * factor];

function ownPace(message) {
  show(
    el("p.faint", message.title, ` · until ${when(message.closes_at)}`),
    heading(`Welcome, ${me.nickname}!`),
    el("p", message.question_number ? `${message.question_number} of ${counted(message.question_total, "question")} done. ` : `${counted(message.question_total, "question")}. `, "Each has its own clock, which starts when you open it."),
    el("button.main", { onclick: () => connection.send({ type: "next" }) }, message.question_number ? "Go on" : "Start"),
  );
}

function finished(message) {
  current?.clock.stop();
  show(
    heading("You have finished!"),
    message.score === null ? el("p", "How you did is shown when the game has ended.") : el("p.big", counted(message.score, "point")),
    message.rank === null ? null : el("p", `Place ${message.rank} of ${message.players}`),
    el("p.faint", `Others may play until ${when(message.closes_at)}.`),
    message.leaderboard?.length ? playerTable(message.leaderboard, me.player_id) : null, teamTable(message.teams), claimButton(),
  );
}

function claimButton() {
  if (!session.get() || !me?.resume) return null;
  const { resume } = me;
  return el("button", { onclick: action(async (event) => {
    await api("POST", `/realtime/rooms/${code}/claim`, { resume });
    tell("This result is in your account now.", "good");
  }) }, "Keep this result in my account");
}

function lobby(message) {
  show(
    el("p.faint", message.title ?? "", ` · room ${code}`),
    el("section.card.centred",
      avatar(me.avatar, 96),
      heading(`You're in, ${me.nickname}!`),
      message.team ? el("p", "Team ", el("strong", message.teams.find((team) => team.number === message.team)?.name)) : null,
      el("p", message.state === "lobby" ? "The game starts when the host says so." : "The next question comes in a moment.")),
  );
}

function open(question, answered, ownClock = false) {
  const clock = new Clock();
  const send = el("button.main", { disabled: true }, "Send answer");
  const quick = question.kind === "single_choice" || question.kind === "true_false" || question.kind === "poll";
  const slide = question.kind === "slide";
  const sure = room?.confidence && !slide ? el("input", { type: "checkbox" }) : null;
  const widget = answerWidget(question, null, (response) => {
    current.response = response;
    send.disabled = response === null;
    if (quick && response) answer();
  });
  current = { question, widget, clock, send, sure, response: widget.initial?.() ?? null };
  send.disabled = current.response === null;
  show(
    el("div.row.spread", el("h1.quiet", `Question ${question.number} of ${question.total}`), clock.face),
    clock.track,
    ...questionHead(question),
    el("form.stack", { id: "answer", onsubmit: (event) => { event.preventDefault(); answer(); } },
      widget.node,
      sure ? el("label.inline", sure, "I'm sure: 50 % more points if right, but a wrong answer costs points") : null,
      el("div", { id: "after", "aria-live": "polite" }, quick || slide ? null : send)),
    slide && room?.mode === "assigned" ? el("button.main", { onclick: () => connection.send({ type: "next" }) }, "Go on") : null,
  );
  clock.start(...(ownClock ? [question.remaining_ms, question.limit_ms] : mine(question.remaining_ms, question.limit_ms)));
  if (answered) accepted();
}

function answer() {
  if (current.sending || current.answered || current.response === null) return;
  current.sending = true;
  connection.send({ type: "answer", question: current.question.number, response: current.response, ...(current.sure ? { confidence: current.sure.checked ? "high" : "low" } : {}) });
}

function accepted() {
  if (!current) return;
  current.answered = true;
  current.widget.disable();
  current.sure?.parentNode.remove();
  $("#answer")?.classList.add("answered");
  $("#after")?.replaceChildren(room?.mode === "assigned"
    ? el("button.main", { type: "button", onclick: () => connection.send({ type: "next" }) }, "Go on")
    : "Your answer is in. Waiting for the others …");
}

function closed(message) {
  current?.clock.over();
  if (current?.question.number === message.number) {
    current.sure?.parentNode.remove();
    $("#answer")?.classList.remove("answered");
    current.widget.reveal(message.key, message.distribution, current.response);
    $("#after")?.replaceChildren(message.explanation ? el("span.faint", message.explanation) : "");
  }
}

function result(message) {
  const told = message.total !== null;
  total = message.total ?? total;
  const verdict = !told ? "Your answer is saved" : message.correct === null || message.correct === undefined ? "Thanks for your vote" : message.correct ? "Right!" : "Not this time";
  const card = el("div.card.fade", { id: "result", role: "status" },
    el("p.big", { className: `big ${message.correct ? "right" : message.correct === false ? "wrong" : ""}` }, verdict),
    told ? el("p", el("strong", `${message.points > 0 ? "+" : ""}${counted(message.points, "point")}`), message.streak > 1 ? ` · ${message.streak} right in a row` : "") : null,
    told ? el("p.faint", `${message.total} in all · place ${message.rank}`) : null);
  if (room?.mode === "assigned") current?.clock.over();
  $("#result")?.remove();
  $("main").prepend(card);
}

function ended(message) {
  current?.clock.stop();
  const own = [...(message.leaderboard ?? [])].find((row) => row.player_id === me?.player_id);
  const claim = claimButton();
  const player = me;
  forget();
  me = player; // to play again
  show(
    heading("That was it!"),
    own ? el("p.big", `Place ${own.rank}`) : null,
    el("p", counted(own?.score ?? total, "point")),
    message.podium?.length ? podium(message.podium) : null,
    teamTable(message.teams), claim,
    el("p", { id: "again" }),
    el("a.button", { href: "/" }, "Home"),
  );
}

// The same resume token opens the room in which the same players play again.
async function lookForNext() {
  if (!$("#again") || !me?.resume) return;
  const found = await api("GET", `/realtime/rooms/validate/${code}`).catch(() => null);
  if (found?.next_room_code) {
    localStorage.setItem(`quizzler.seat.${found.next_room_code}`, JSON.stringify(me));
    $("#again").replaceChildren(el("a.button.main", { href: `/play?code=${found.next_room_code}` }, "Play again with the others"));
  }
}
setInterval(lookForNext, 5000);

$("header.bar .button")?.remove(); // signing in would leave the game
const leaveButton = el("button", { onclick: action(async () => { connection?.send({ type: "leave" }); connection?.close(); forget(); location.href = at("/"); }) }, "Leave");
$("header.bar").append(leaveButton);
