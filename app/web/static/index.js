import { $, action, api, el, header, parameter, session, show, tell, when } from "./quizzler.js";
import { fromPdf } from "./pdf.js";

header();
await (parameter("sign-in") !== null && !session.get() ? signIn() : home());

async function home() {
  const mine = session.get() ? await api("GET", "/quizzes?limit=100").catch(() => null) : null;
  const open = await api("GET", "/quizzes?visibility=public&limit=50");
  show(
    el("div.columns", joinCard(), session.get() ? makeCard() : welcomeCard()),
    mine ? list("Your quizzes", mine.items, true, "You have none yet. Make one by hand, from a PDF, from trivia, or from a GIFT file.") : null,
    list("Public quizzes", open.items.filter((quiz) => !mine?.items.some((own) => own.id === quiz.id)), false, mine ? "Nobody else has published one yet." : "There are none yet."),
  );
}

function joinCard() {
  const code = el("input.code-input", { name: "code", required: true, maxLength: 12, autocomplete: "off", "aria-label": "Room code", placeholder: "CODE" });
  return el("section.card",
    el("h2", "Join a live game"),
    el("form.stack", {
      onsubmit: action(async () => {
        const room = await api("GET", `/realtime/rooms/validate/${encodeURIComponent(code.value.trim())}`);
        if (!room.valid) return tell("There is no room with this code. Look at the host's screen again.");
        location.href = `/play?code=${encodeURIComponent(room.room_code)}`;
      }),
    }, code, el("button.main", "Join")));
}

function welcomeCard() {
  return el("section.card",
    el("h2", "Make and host quizzes"),
    el("p", "Take quizzes at your own pace, host them live for a room, and see who knows what. Postgres keeps the score."),
    el("div.row", el("a.button.main", { href: "/?sign-in" }, "Sign in or sign up")));
}

function makeCard() {
  const title = el("input", { required: true, maxLength: 200, placeholder: "Title of the quiz", "aria-label": "Title" });
  return el("section.card",
    el("h2", "Make a quiz"),
    el("form.row", {
      onsubmit: action(async () => {
        const quiz = await api("POST", "/quizzes", { title: title.value.trim() });
        location.href = `/edit?quiz=${quiz.id}`;
      }),
    }, title, el("button.main", "By hand")),
    el("p"),
    el("div.row",
      el("button", { onclick: fromPdf }, "From a PDF"),
      el("button", { onclick: action(trivia) }, "From trivia"),
      el("label.button", "From a GIFT file", el("input.hidden", { type: "file", accept: ".gift,.txt", onchange: action(importFile) }))));
}

async function trivia() {
  const topics = await api("GET", "/quizzes/topics/list");
  const topic = el("select", el("option", { value: "" }, "Any topic"), topics.topics.map((t) => el("option", { value: t.topic }, t.title ?? t.topic)));
  const difficulty = el("select", el("option", { value: "" }, "Any difficulty"), ["easy", "medium", "hard"].map((d) => el("option", d)));
  const amount = el("input", { type: "number", min: 1, max: 50, value: 10 });
  const dialog = el("dialog", el("form.stack", {
    onsubmit: action(async () => {
      const made = await api("POST", "/quizzes/trivia", {
        amount: Number(amount.value), ...(topic.value && { topic: topic.value }), ...(difficulty.value && { difficulty: difficulty.value }),
      });
      location.href = `/edit?quiz=${made.quiz?.id ?? made.id}`;
    }),
  },
  el("h2", "A quiz from trivia"), el("label", "Topic", topic), el("label", "Difficulty", difficulty), el("label", "Questions", amount),
  el("div.row", el("button.main", "Make it"), el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"))));
  $("main").append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

async function importFile(event) {
  const file = event.target.files[0];
  if (!file) return;
  const path = `/quizzes/import?format=gift&title=${encodeURIComponent(file.name.replace(/\.[^.]+$/, ""))}`;
  const text = await file.text();
  try {
    const made = await api("POST", path, text, { raw: true });
    location.href = `/edit?quiz=${made.quiz.id}`;
  } catch (error) {
    if (error.code !== "import_problems") throw error;
    faults(error.body.problems, action(async () => {
      const made = await api("POST", `${path}&skip_problems=true`, text, { raw: true });
      location.href = `/edit?quiz=${made.quiz.id}`;
    }));
  }
}

function faults(problems, takeTheRest) {
  const dialog = el("dialog",
    el("h2", "Not everything in this file could be taken"),
    el("table", el("thead", el("tr", el("th", "Line"), el("th", "What is wrong"))),
      el("tbody", problems.slice(0, 50).map((problem) => el("tr", el("td.number", problem.line), el("td", problem.message))))),
    problems.length > 50 ? el("p.faint", `and ${problems.length - 50} more`) : null,
    el("div.row",
      el("button.main", { onclick: takeTheRest }, "Take the rest"),
      el("button", { onclick: () => dialog.close() }, "Take nothing")));
  $("main").append(dialog);
  dialog.showModal();
}

function list(heading, quizzes, own, none) {
  return el("section",
    el("h2", heading),
    quizzes.length ? null : el("p.faint", none),
    quizzes.map((quiz) => el("article.card.row.spread",
      el("div", el("strong", quiz.title), el("br"),
        el("span.faint", `${quiz.question_count ?? 0} questions`, own ? ` · ${quiz.visibility}` : "", ` · ${when(quiz.created_at)}`)),
      el("div.row",
        el("a.button.main", { href: `/take?quiz=${quiz.id}` }, "Take"),
        session.get() ? el("a.button", { href: `/host?quiz=${quiz.id}` }, "Host live") : null,
        own ? el("a.button", { href: `/edit?quiz=${quiz.id}` }, "Edit") : null,
        own ? el("a.button", { href: `/results?quiz=${quiz.id}` }, "Results") : null))));
}

async function signIn() {
  const email = el("input", { type: "email", required: true, autocomplete: "username" });
  const password = el("input", { type: "password", required: true, minLength: 8, autocomplete: "current-password" });
  const name = el("input", { maxLength: 80, autocomplete: "nickname", placeholder: "only for a new account" });
  const enter = (path, more = {}) => action(async () => {
    if (!form.reportValidity()) return;
    session.set(await api("POST", path, { email: email.value, password: password.value, ...more }));
    location.href = "/";
  });
  const form = el("form.card.stack", { onsubmit: enter("/auth/signin") },
    el("label", "E-mail", email), el("label", "Password", password), el("label", "Display name", name),
    el("div.row",
      el("button.main", "Sign in"),
      el("button", { type: "button", onclick: (event) => enter("/auth/signup", name.value.trim() ? { display_name: name.value.trim() } : {})(event) }, "Sign up")));
  show(el("h1", "Sign in"), form);
}
