import { addressChoice, siteAddress, typed } from "./address.js";
import { avatar } from "./avatar.js";
import { invitation, playerTable, podium, preload, teamTable } from "./board.js";
import { answerWidget, questionHead } from "./question.js";
import { $, action, api, at, copyButton, counted, el, heading, instead, page, parameter, session, show, tell, when } from "./quizzler.js";
import { Clock, RoomConnection } from "./room.js";

let connection;
let room = null; // the newest snapshot: state, question numbers, players
let current = null;
let players = new Map();
let commands = 0;

const REFUSED = {
  too_many_connections: "Too many are connected from one address.",
  too_many_requests: "Too many came from one address at once. They can try again in a minute.",
  too_many_watchers: "Too many watch this room.",
  server_full: "The server is full.",
};

// The invitation stands after the #, which no proxy sees and logs. It is kept while somebody signs in first.
const INVITE = "quizzler.invite";
const given = new URLSearchParams(location.hash.slice(1)).get("invite");
if (given) sessionStorage.setItem(INVITE, given);
const invite = sessionStorage.getItem(INVITE) ?? parameter("invite");

async function start() {
  if (parameter("code") && invite) await acceptInvite();
  else if (parameter("code")) enter(parameter("code"));
  else if (parameter("quiz")) await setUp(parameter("quiz"));
  else location.replace(at("/"));
}

async function acceptInvite() {
  const code = encodeURIComponent(parameter("code"));
  await api("POST", `/realtime/rooms/${code}/hosts`, { invite }).finally(() => sessionStorage.removeItem(INVITE));
  location.replace(at(`/host?code=${code}`));
}

async function setUp(quizId) {
  const quiz = await api("GET", `/quizzes/${quizId}`);
  const field = (name, node) => el("label", name, node);
  const formula = el("select", el("option", { value: "kahoot" }, "Right and quick (Kahoot's formula)"), el("option", { value: "linear" }, "Right, and the quicker the better"), el("option", { value: "accuracy" }, "Right, however long it takes"));
  const streak = el("input", { type: "checkbox" });
  const shuffle = el("input", { type: "checkbox" });
  const tick = (checked = false) => el("input", { type: "checkbox", checked });
  const number = (attributes) => el("input", { type: "number", ...attributes });
  const filter = tick(true), board = tick(true), phones = tick(true), confidence = tick();
  const advance = number({ min: 0, max: 600, placeholder: "when I say so" });
  const negative = number({ min: 0, max: 100, value: 0 });
  const teamMode = el("select", el("option", { value: "none" }, "No teams"), el("option", { value: "manual" }, "Players choose their team"), el("option", { value: "balanced" }, "Teams of equal size"));
  const teams = el("input", { placeholder: "Red, Blue" });
  const teamNames = el("label.hidden", "Their names, with commas between", teams);
  teamMode.onchange = () => {
    teams.required = teamMode.value !== "none";
    teamNames.classList.toggle("hidden", teamMode.value === "none");
  };
  const double = el("input", { placeholder: "3, 7" });
  const closes = el("input", { type: "datetime-local" });
  const options = () => ({
    quiz_id: quizId, formula: formula.value, streak_bonus: streak.checked, shuffle_questions: shuffle.checked,
    profanity_filter: filter.checked, leaderboard_shown: board.checked, question_on_phones: phones.checked,
    confidence: confidence.checked, negative_points: Number(negative.value) / 100,
    ...(advance.value === "" ? {} : { auto_advance_seconds: Number(advance.value) }),
    ...(teamMode.value === "none" ? {} : { team_mode: teamMode.value, teams: teams.value.split(",").map((name) => name.trim()).filter(Boolean) }),
    ...(double.value.trim() ? { multipliers: Object.fromEntries(double.value.split(",").map((one) => [one.trim(), 2])) } : {}),
    ...(closes.value ? { mode: "assigned", closes_at: new Date(closes.value).toISOString() } : {}),
  });
  show(
    heading(`Host “${quiz.title}” live`),
    el("p.faint", counted(quiz.question_count, "question")),
    el("form.card.stack", {
      onsubmit: action(async () => {
        const made = await api("POST", "/realtime/rooms", options());
        history.replaceState(null, "", at(`/host?code=${made.room_code}`));
        enter(made.room_code);
      }),
    },
      field("Points for", formula),
      el("label.inline", streak, "Bonus for several right answers in a row"),
      el("label.inline", shuffle, "Shuffle the questions"),
      el("label.inline", board, "Show the leaderboard after each question"),
      el("label.inline", phones, "Show the questions on the phones too, not only on the big screen"),
      el("label.inline", filter, "Refuse rude nicknames"),
      el("label.inline", confidence, "Players may say that they are sure: more points if right, a loss if wrong"),
      el("div.columns", field("Teams", teamMode), teamNames),
      el("details", el("summary", "More"), el("div.columns",
        field("Seconds from the end of a question to the next", advance),
        field("Percent of a question's points that a wrong answer costs", negative),
        field("Questions that count double (their numbers)", double),
        field("Let everybody play at their own pace, until", closes))),
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
        tell(reason);
        api("GET", "/auth/me").catch(() => {}); // renews a token that has expired meanwhile
      }
      if (state === "connected") tell("");
      if (state === "refused") instead("This room can't be hosted from here", reason ?? "");
    },
  });
}

const command = (type, more = {}) => connection.send({ type, id: String(++commands), ...more });

const handlers = {
  welcome(message) {
    room = message;
    players = new Map((message.players ?? []).map((player) => [player.player_id, player]));
    if (message.announced) preload(message.announced.media);
    if (message.mode === "assigned" && message.state !== "ended") lobby();
    else if (message.question && (message.state === "open" || message.state === "paused")) {
      open(message.question);
      if (message.state === "paused") handlers["room.paused"]();
    } else if (message.state === "lobby") lobby();
    else if (message.ended) ended(message.ended);
    else between(message.closed);
  },
  "player.joined"(message) {
    players.set(message.player_id, message);
    if (room.state === "lobby") lobby();
  },
  "player.left"(message) {
    players.delete(message.player_id);
    if (room.state === "lobby") lobby();
  },
  "player.team"(message) { players.set(message.player_id, { ...players.get(message.player_id), ...message }); if (room.state === "lobby") lobby(); },
  "question.announced"(message) { preload(message.media); show(el("p.faint", `Question ${message.number} of ${message.total}`), heading("Loading the pictures …")); },
  "question.skipped"() { room.state = "closed"; current?.clock.stop(); between(null, true); },
  "room.leaderboard"(message) { room.leaderboard_shown = message.shown; if (room.state !== "lobby") boardButton(); else lobby(); },
  "question.opened"(message) { room.state = "open"; open(message); },
  "question.extended": (message) => current?.clock.start(message.remaining_ms, message.limit_ms),
  "room.paused"() { room.state = "paused"; current?.clock.stop(); controls(); },
  "room.resumed"(message) { room.state = "open"; current?.clock.start(message.remaining_ms, message.limit_ms); controls(); },
  progress(message) { const place = $("#progress"); if (place) place.textContent = `${message.answered} of ${message.players} answered`; },
  "question.closed"(message) { room.state = "closed"; closed(message); },
  "room.locked"(message) { room.locked = message.locked; if (room.state === "lobby") lobby(); },
  "room.refusals": (message) => tell(`${counted(message.refused.reduce((all, { count }) => all + count, 0), "device")} could not get in: ${[...new Set(message.refused.map(({ reason }) => REFUSED[reason]))].join(" ")}`),
  "room.ended": ended,
  error: (message) => tell(message.message),
};

function hear(message) {
  handlers[message.type]?.(message);
}

function lobby() {
  const assigned = room.mode === "assigned";
  show(
    heading(room.title),
    invitation(room.room_code, el("p.faint", "or open ", el("a", { href: `/play?code=${room.room_code}`, target: "_blank" }, `${typed(siteAddress())}/play?code=${room.room_code}`)),
      addressChoice(lobby),
      assigned ? el("p", `Everybody plays at their own pace, until ${when(room.closes_at)}.`) : null),
    el("div.row",
      assigned ? null : el("button.main", { disabled: players.size === 0, onclick: () => command("start") }, "Start"),
      el("button", { onclick: () => command("lock", { locked: !room.locked }) }, room.locked ? "Unlock the room" : "Lock the room"),
      assigned ? null : el("a.button", { href: `/projector?code=${room.room_code}`, target: "_blank" }, "Big screen"),
      room.owner ? el("button", { onclick: action(async () => {
        const { invite } = await api("POST", `/realtime/rooms/${room.room_code}/invite`);
        const address = `${siteAddress()}/host?code=${room.room_code}#invite=${invite}`;
        tell(el("div.row.spread", el("span.item", `Give this address to one person, who may then host with you: ${address}`), copyButton(address)), "good");
      }) }, "Invite a co-host") : null,
      assigned ? el("a.button", { href: `/report?code=${room.room_code}` }, "Report") : null,
      el("button", { onclick: () => confirm("End this game for everybody?") && command("end") }, "End")),
    el("h2", counted(players.size, "player"), room.locked ? el("span.faint", " · locked: nobody else can join") : null),
    players.size ? null : el("p.faint", "Waiting for the first one …"),
    el("ul.chips", [...players.values()].map((player) => el("li", avatar(player.avatar, 24), player.nickname,
      room.teams?.length ? el("select", { "aria-label": `Team of ${player.nickname}`, onchange: (event) => command("team", { player_id: player.player_id, team: Number(event.target.value) }) },
        room.teams.map((team) => el("option", { value: team.number, selected: team.number === player.team }, team.name))) : null,
      el("button", { "aria-label": `More time for ${player.nickname}`, title: "Twice the time", "aria-pressed": String(player.time_factor > 1), onclick: () => {
        player.time_factor = player.time_factor > 1 ? 1 : 2;
        command("time", { player_id: player.player_id, factor: player.time_factor });
        lobby();
      } }, player.time_factor > 1 ? "2× time" : "+ time"),
      el("button", { "aria-label": `Remove ${player.nickname}`, title: "Remove", onclick: () => command("kick", { player_id: player.player_id }) }, "✕")))),
  );
}

function open(question) {
  const clock = new Clock();
  const widget = answerWidget(question, null, () => {});
  widget.disable();
  current = { question, widget, clock };
  show(
    el("h1.quiet", `Question ${question.number} of ${question.total}`, el("span.faint", ` · room ${room.room_code}`)),
    el("div.row.spread", el("span", { id: "progress" }), clock.face),
    clock.track,
    ...questionHead(question),
    question.kind === "short_text" || question.kind === "numeric" ? el("div", el("p.faint", "Answers are typed on the phones."), widget.node) : widget.node,
    el("div.row", { id: "controls" }),
    el("div", { id: "after" }),
  );
  clock.start(question.remaining_ms, question.limit_ms);
  controls();
}

function controls() {
  $("#controls")?.replaceChildren(
    room.state === "paused" ? el("button.main", { onclick: () => command("resume") }, "Resume") : el("button", { onclick: () => command("pause") }, "Pause"),
    el("button", { onclick: () => command("extend", { seconds: 10 }) }, "+10 s"),
    el("button", { onclick: () => command("close") }, "Close now"),
    el("button", { onclick: () => command("skip") }, "Skip"),
  );
}

function closed(message) {
  current?.clock.over();
  current?.widget.reveal(message.key, message.distribution);
  $("#progress")?.replaceChildren();
  $("#controls")?.replaceChildren(nextButton());
  boardButton();
  $("#after")?.replaceChildren(...[
    message.explanation ? el("p", message.explanation) : null,
    message.leaderboard?.length ? el("h2", "Leaderboard") : null, playerTable(message.leaderboard ?? []), teamTable(message.teams)].filter(Boolean));
  if (!current) between(message);
}

function nextButton() {
  const last = current ? current.question.number === current.question.total : room.question_number === room.question_total;
  return el("button.main", { onclick: () => command(last ? "end" : "next") }, last ? "Show the podium" : "Next question");
}

/** The host's view between two questions, after a reload or a skipped question. */
function between(message, skipped = false) {
  show(
    heading(skipped ? `Question ${current.question.number} is skipped` : room.title),
    skipped ? el("p", "It counts for nobody.") : null,
    message ? playerTable(message.leaderboard ?? []) : null,
    el("div.row", nextButton(), el("button", { onclick: () => command("end") }, "End")),
  );
}

function boardButton() {
  $("#toggle-board")?.remove();
  $("#controls")?.append(el("button", { id: "toggle-board", onclick: () => command("leaderboard", { shown: !room.leaderboard_shown }) },
    room.leaderboard_shown ? "Hide the leaderboard" : "Show the leaderboard"));
}

function ended(message) {
  current?.clock.stop();
  show(
    heading(message.podium?.length ? "The winners" : "The game is over"),
    message.podium?.length ? podium(message.podium) : el("p.faint", "Nobody has played."),
    message.leaderboard?.length > 3 ? playerTable(message.leaderboard) : null, teamTable(message.teams),
    el("div.row",
      el("a.button.main", { href: `/report?code=${room.room_code}` }, "Report"),
      room.mode === "assigned" ? null : el("button", { onclick: action(async () => {
        const made = await api("POST", `/realtime/rooms/${room.room_code}/again`);
        location.href = at(`/host?code=${made.room_code}`);
      }) }, "Play again with the same players"),
      el("a.button", { href: "/" }, "Home")),
  );
}

await page(start);
