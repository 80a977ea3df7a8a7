import { action, api, at, cancel, counted, dialog, el, heading, page, parameter, session, show, tell, when } from "./quizzler.js";
import { fromPdf } from "./pdf.js";

async function home() {
  const me = session.get();
  const [mine, rooms, open] = await Promise.all([
    me && api("GET", "/quizzes?limit=100"), me && api("GET", "/realtime/rooms?limit=20"), api("GET", "/quizzes?visibility=public&limit=50"),
  ]);
  const others = open.items.filter((quiz) => !mine?.items.some((own) => own.id === quiz.id));
  show(
    me ? heading(`Hello, ${session.get().user.display_name ?? "you"}`) : heading("Quizzes to play live, or at your own pace"),
    el("div.columns", joinCard(), me ? makeCard() : welcomeCard()),
    me ? games(rooms.items) : null,
    me ? list("Your quizzes", mine.items, true, "You have none yet. Make one by hand, from a PDF, from trivia, or from a GIFT file.") : null,
    list("Public quizzes", others, false, me ? "Nobody else has published one yet." : "There are none yet."),
  );
  document.title = "Quizzler";
}

function joinCard() {
  const code = el("input.code-input", { name: "code", required: true, maxLength: 12, autocomplete: "off", autocapitalize: "characters", spellcheck: false, "aria-label": "Room code", placeholder: "CODE" });
  return el("section.card",
    el("h2", "Join a live game"),
    el("form.stack", {
      onsubmit: action(async () => {
        const room = await api("GET", `/realtime/rooms/validate/${encodeURIComponent(code.value.trim())}`);
        if (!room.valid) return tell("There is no room with this code. Look at the host's screen again.");
        location.href = at(`/play?code=${encodeURIComponent(room.room_code)}`);
      }),
    }, code, el("button.main", "Join")));
}

function welcomeCard() {
  return el("section.card",
    el("h2", "Make and host quizzes"),
    el("p", "Write questions yourself, or get them from trivia or a PDF. Host them live for a room, or let people take them on their own."),
    el("div.row", el("a.button.main", { href: "/?sign-in&new" }, "Make an account"), el("a.button", { href: "/?sign-in" }, "Sign in")));
}

function makeCard() {
  const title = el("input", { required: true, maxLength: 200, placeholder: "Title", "aria-label": "Title of the quiz" });
  const file = el("input.hidden", { type: "file", accept: ".gift,.txt,.aiken,.json", onchange: action(importFile) });
  return el("section.card",
    el("h2", "Make a quiz"),
    el("form.row.whole", {
      onsubmit: action(async () => {
        const quiz = await api("POST", "/quizzes", { title: title.value.trim() });
        location.href = at(`/edit?quiz=${quiz.id}`);
      }),
    }, title, el("button.main", "By hand")),
    el("div.row.thirds",
      el("button", { onclick: action(fromPdf) }, "From a PDF"),
      el("button", { onclick: action(trivia) }, "From trivia"),
      el("button", { title: "A text file of questions, as Moodle writes it", onclick: () => file.click() }, "From GIFT"), file));
}

async function trivia() {
  const topics = await api("GET", "/quizzes/topics/list");
  const topic = el("select", el("option", { value: "" }, "Any topic"), topics.topics.map((t) => el("option", { value: t.topic }, t.title ?? t.topic)));
  const difficulty = el("select", el("option", { value: "" }, "Any difficulty"), ["easy", "medium", "hard"].map((d) => el("option", d)));
  const amount = el("input", { type: "number", min: 1, max: 50, value: 10, required: true });
  dialog("A quiz from trivia", el("form.stack", {
    onsubmit: action(async () => {
      const made = await api("POST", "/quizzes/trivia", {
        amount: Number(amount.value), ...(topic.value && { topic: topic.value }), ...(difficulty.value && { difficulty: difficulty.value }),
      });
      location.href = at(`/edit?quiz=${made.quiz.id}`);
    }),
  },
  el("label", "Topic", topic), el("div.columns", el("label", "Difficulty", difficulty), el("label", "Questions", amount)),
  el("div.row", el("button.main", "Make it"), cancel())));
}

async function importFile(event) {
  const file = event.target.files[0];
  if (!file) return;
  const form = new FormData();
  form.set("file", file);
  event.target.value = ""; // so that the corrected file can be chosen again
  const send = (skip = false) => api("POST", `/quizzes/import?skip_problems=${skip}`, form);
  try {
    open(await send());
  } catch (error) {
    if (error.code !== "import_problems") throw error;
    faults(file.name, error.body.problems, action(async () => open(await send(true))));
  }
}

const open = (made) => { location.href = at(`/edit?quiz=${made.quiz.id}`); };

function faults(name, problems, takeTheRest) {
  dialog(`Some questions of ${name} can't be imported`,
    el("div.scroll.tall", el("table", el("thead", el("tr", el("th.number", "Line"), el("th", "What is wrong"))),
      el("tbody", problems.slice(0, 50).map((problem) => el("tr", el("td.number", problem.line), el("td", problem.message)))))),
    problems.length > 50 ? el("p.faint", `and ${problems.length - 50} more`) : null,
    el("p", "Correct the file and choose it again, or import the other questions."),
    el("div.row", el("button.main", { onclick: takeTheRest }, "Import the rest"), cancel("Import nothing")));
}

/** The games that this person hosts: open ones first, then the latest reports. */
function games(rooms) {
  const shown = [...rooms.filter((room) => room.state !== "ended"), ...rooms.filter((room) => room.state === "ended").slice(0, 3)];
  if (!shown.length) return null;
  return el("section", el("h2", "Your games"), shown.map((room) => {
    const over = room.state === "ended";
    return item(room.title, `Room ${room.room_code} · ${over ? "over" : room.mode === "assigned" ? "at everybody's own pace" : "open"} · ${counted(room.players, "player")} · ${when(room.created_at)}`,
      [over ? null : el("a.button.main", { href: `/host?code=${room.room_code}` }, "Go on hosting"), el("a.button", { href: `/report?code=${room.room_id}` }, "Report")]);
  }));
}

const item = (title, facts, buttons) => el("article.card.row.spread", el("div.item", el("h3", title), el("span.faint", facts)), el("div.row", buttons));

const SEEN_BY = { private: "only you", link: "whoever has the link", public: "everyone" };

function list(name, quizzes, own, none) {
  const reach = (path, text, main = "") => (quiz) => el(`a.button${main}`, { href: `/${path}?quiz=${quiz.id}`, "aria-label": `${text}: ${quiz.title}` }, text);
  const take = reach("take", "Take", own ? "" : ".main"), host = reach("host", "Host live", own ? ".main" : "");
  const edit = reach("edit", "Edit"), results = reach("results", "Results");
  return el("section",
    el("h2", name),
    quizzes.length ? null : el("p.faint", none),
    quizzes.map((quiz) => item(quiz.title, [counted(quiz.question_count, "question"), own ? SEEN_BY[quiz.visibility] : null, when(quiz.created_at)].filter(Boolean).join(" · "),
      own ? [host, edit, take, results].map((button) => button(quiz)) : [take(quiz), session.get() ? host(quiz) : null])));
}

/** Sign in, or make an account with `new`. Then return to the page before. */
async function enter() {
  const fresh = parameter("new") !== null;
  const next = new URL(parameter("next") ?? at("/"), location.origin);
  const email = el("input", { type: "email", required: true, autocomplete: "username" });
  const password = el("input", { type: "password", required: true, minLength: fresh ? 8 : 1, autocomplete: fresh ? "new-password" : "current-password" });
  const name = el("input", { maxLength: 80, autocomplete: "nickname", placeholder: "what others see" });
  const other = new URLSearchParams(location.search);
  if (fresh) other.delete("new"); else other.set("new", "");
  show(
    heading(fresh ? "Make an account" : "Sign in"),
    el("form.card.stack.narrow", {
      onsubmit: action(async () => {
        const called = name.value.trim();
        session.set(await api("POST", fresh ? "/auth/signup" : "/auth/signin", { email: email.value, password: password.value, ...(called && { display_name: called }) }));
        location.href = next.origin === location.origin && next.pathname.startsWith(at("/")) ? next : at("/");
      }),
    },
    el("label", "E-mail", email),
    el("label", "Password", password, fresh ? el("span.hint", "At least 8 characters.") : null),
    fresh ? el("label", "Name", name) : null,
    el("button.main", fresh ? "Make the account" : "Sign in"),
    el("p", fresh ? "Do you have an account? " : "No account yet? ", el("a", { href: `/?${other}` }, fresh ? "Sign in" : "Make an account"))),
  );
  email.focus();
}

await page(parameter("sign-in") !== null && !session.get() ? enter : home, { open: true });
