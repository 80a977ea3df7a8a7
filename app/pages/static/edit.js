import { addressChoice, siteAddress } from "./address.js";
import { action, api, at, cancel, copyButton, counted, dialog, download, el, heading, page, parameter, show, tell } from "./quizzler.js";
import { another, generation, more, source } from "./pdf.js";

const quizId = parameter("quiz");
const KINDS = {
  single_choice: "Single choice", multiple_choice: "Multiple choice", true_false: "True or false", numeric: "Number",
  short_text: "Short text", ordering: "Ordering", poll: "Poll (no points)",
  slide: "Slide (shown, not answered)",
};

async function load() {
  const quiz = await api("GET", `/quizzes/${quizId}`);
  const { items: questions, version } = await api("GET", `/quizzes/${quizId}/questions`);
  show(
    el("div.row.spread", heading(quiz.title),
      el("div.row", el("a.button", { href: `/take?quiz=${quizId}` }, "Take"), el("a.button", { href: `/results?quiz=${quizId}` }, "Results"),
        questions.length ? el("a.button.main", { href: `/host?quiz=${quizId}` }, "Host live") : null)),
    generation(quiz, load),
    quiz.visibility === "private" ? null : link(),
    options(quiz),
    downloads(quiz),
    el("h2", counted(questions.length, "question")),
    questions.length ? null : el("p.faint", "None yet: add the first one."),
    questions.map((question, index) => card(question, index, questions, version)),
    el("div.row", el("button.main", { onclick: () => form({ kind: "single_choice", choices: [{}, {}, {}, {}] }) }, "Add a question"),
      questions.some((question) => question.citation) ? more(quiz, load) : null),
  );
}

/** The address of the quiz for its takers. */
function link() {
  const address = `${siteAddress()}/take?quiz=${quizId}`;
  return el("div.notice", el("div.row.spread", el("span", "Takers open ", el("a", { href: address }, address)), copyButton(address)),
    addressChoice(load));
}

function options(quiz) {
  const title = el("input", { value: quiz.title, required: true, maxLength: 200 });
  const description = el("textarea", { value: quiz.description ?? "", maxLength: 5000 });
  const visibility = el("select", ["private", "link", "public"].map((value) => el("option", { value, selected: quiz.visibility === value }, { private: "Only me", link: "Whoever has the link", public: "Everyone" }[value])));
  const minutes = el("input", { type: "number", min: 1, max: 10080, value: quiz.time_limit_s ? quiz.time_limit_s / 60 : "", placeholder: "none" });
  const attempts = el("input", { type: "number", min: 1, max: 1000, value: quiz.attempts_allowed ?? "", placeholder: "any" });
  const counts = el("select", ["best", "last", "first", "average"].map((value) => el("option", { value, selected: quiz.counting_attempt === value }, value)));
  const pass = el("input", { type: "number", min: 0, max: 100, value: quiz.pass_mark ?? "", placeholder: "none" });
  const questions = el("input", { type: "checkbox", checked: quiz.shuffle_questions });
  const choices = el("input", { type: "checkbox", checked: quiz.shuffle_choices });
  const email = el("input", { type: "checkbox", checked: quiz.ask_email });
  const student = el("input", { type: "checkbox", checked: quiz.ask_student_number });
  const shown = (value) => el("select", Object.entries({ after_submit: "after handing in", after_last_attempt: "after the last attempt", after_close: "after the quiz has closed", never: "never" }).map(([name, text]) => el("option", { value: name, selected: value === name }, text)));
  const moment = (iso) => el("input", { type: "datetime-local", value: iso ? local(iso) : "" });
  const opens = moment(quiz.opens_at), closes = moment(quiz.closes_at);
  const utc = (input) => (input.value ? new Date(input.value).toISOString() : null);
  const review = shown(quiz.review_shown);
  const key = shown(quiz.key_shown);
  const number = (input, factor = 1) => (input.value === "" ? null : Math.round(Number(input.value) * factor));
  return el("details.card", el("summary", "Settings: title, who may take it and how"),
    el("form.stack", {
      onsubmit: action(async () => {
        await api("PATCH", `/quizzes/${quizId}`, {
          title: title.value, description: description.value, visibility: visibility.value, time_limit_s: number(minutes, 60),
          attempts_allowed: number(attempts), counting_attempt: counts.value, pass_mark: number(pass),
          shuffle_questions: questions.checked, shuffle_choices: choices.checked, review_shown: review.value, key_shown: key.value,
          ask_email: email.checked, ask_student_number: student.checked, opens_at: utc(opens), closes_at: utc(closes),
        }, { version: quiz.version });
        await load();
        tell("Saved.", "good");
      }),
    },
      el("label", "Title", title), el("label", "Description", description),
      el("div.columns",
        el("label", "Who may take it", visibility), el("label", "Opens", opens), el("label", "Closes", closes), el("label", "Minutes in all", minutes), el("label", "Attempts", attempts),
        el("label", "Attempt that counts", counts), el("label", "Pass mark, percent", pass),
        el("label", "Takers see their marks", review), el("label", "Takers see the right answers", key)),
      el("label.inline", questions, "Shuffle questions"), el("label.inline", choices, "Shuffle choices"),
      el("label.inline", email, "Ask takers for their e-mail address"), el("label.inline", student, "Ask takers for their student number"),
      el("div.row", el("button.main", "Save"),
        el("button.bad", { type: "button", onclick: action(async () => {
          if (!confirm("Delete this quiz? Its results are kept, and you can restore it on your account page.")) return;
          await api("DELETE", `/quizzes/${quizId}`);
          location.href = at("/");
        }) }, "Delete the quiz"))));
}

// The value of a datetime-local field: local time without a zone
function local(iso) {
  const time = new Date(iso);
  return new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function card(question, index, questions, version) {
  const remove = action(async () => {
    await api("DELETE", `/quizzes/${quizId}/questions/${question.id}`, undefined, { version: question.version });
    await load();
    const undo = action(async () => { await api("POST", `/quizzes/${quizId}/questions/${question.id}/restore`); await load(); });
    tell(el("span.row.spread", `Question ${index + 1} is deleted.`, el("button", { onclick: undo }, "Undo")), "good");
  });
  const move = (by) => action(async () => {
    const order = questions.map((other) => other.id);
    order.splice(index + by, 0, ...order.splice(index, 1));
    await api("PUT", `/quizzes/${quizId}/questions/order`, { question_ids: order }, { version });
    await load();
    const [up, down] = document.querySelectorAll("article.card")[index + by].querySelectorAll("button");
    (by < 0 && !up.disabled || down.disabled ? up : down).focus();
  });
  return el("article.card",
    el("div.row.spread",
      el("span.faint", `${index + 1}. ${KINDS[question.kind] ?? question.kind}`, question.difficulty ? ` · ${question.difficulty}` : ""),
      el("div.row",
        el("button", { disabled: index === 0, "aria-label": "Move up", onclick: move(-1) }, "↑"),
        el("button", { disabled: index === questions.length - 1, "aria-label": "Move down", onclick: move(1) }, "↓"),
        question.citation ? another(quizId, question, load) : null,
        el("button", { onclick: () => form(question) }, "Edit"),
        el("button", { onclick: remove }, "Delete"))),
    el("h3.lines", question.prompt),
    question.media_url ? el("img.media.small", { src: question.media_url, alt: "Its picture" }) : null,
    question.kind === "slide" ? null : el("p.faint", inWords(question)),
    source(question.citation));
}

function downloads(quiz) {
  const save = (text, format, key) => el("button", { onclick: action(() => download(`/quizzes/${quiz.id}/download?format=${format}&key=${key}&skip_problems=true`, `${quiz.title}.${format}`)) }, text);
  return el("details.card", el("summary", "Download"),
    el("div.row", save("PDF, questions only", "pdf", false), save("PDF with the key", "pdf", true), save("GIFT, for Moodle", "gift", true), save("CSV", "csv", true), save("JSON", "json", true)));
}

function inWords(question) {
  if (question.kind === "true_false") return question.correct ? "True" : "False";
  if (question.answers) return question.answers.map((answer) => answer.text ?? (answer.value !== undefined ? `${answer.value}${answer.tolerance ? ` ± ${answer.tolerance}` : ""}` : `${answer.min} to ${answer.max}`)).join(" · ");
  return (question.choices ?? []).map((choice) => `${isRight(choice) && question.kind !== "ordering" ? "✔ " : ""}${choice.text}`).join(question.kind === "ordering" ? " → " : " · ");
}

const isRight = (choice) => choice.correct === true || Number(choice.weight ?? 0) > 0;

const unscored = new Set(["poll", "slide", "word_cloud"]);

function form(question) {
  const kind = el("select", { disabled: Boolean(question.id) }, Object.entries(question.kind ? { [question.kind]: question.kind, ...KINDS } : KINDS).map(([value, text]) => el("option", { value, selected: question.kind === value }, text)));
  const prompt = el("textarea", { value: question.prompt ?? "", required: true, maxLength: 5000 });
  const explanation = el("textarea", { value: question.explanation ?? "", maxLength: 5000 });
  const points = el("input", { type: "number", min: 0, step: "any", value: question.points ?? 1 });
  const worth = el("label", "Points", points);
  const media = el("input", { type: "url", maxLength: 2000, placeholder: "https://…", value: question.media_url ?? "" });
  const limit = el("input", { type: "number", min: 1, max: 3600, value: (question.time_limit_ms ?? 20000) / 1000 });
  const body = el("div.stack");
  let read;
  const paint = () => {
    body.replaceChildren();
    worth.classList.toggle("hidden", unscored.has(kind.value));
    read = fields(kind.value, question, body);
  };
  kind.onchange = paint;
  const popup = dialog(question.id ? "Edit the question" : "A new question", el("form.stack", {
    onsubmit: action(async () => {
      const draft = { kind: kind.value, prompt: prompt.value, ...read() };
      if (!unscored.has(kind.value)) draft.points = Number(points.value);
      draft.time_limit_ms = Math.round(Number(limit.value) * 1000);
      if (explanation.value.trim() || question.explanation) draft.explanation = explanation.value.trim() || null;
      if (media.value.trim() || question.media_url) draft.media_url = media.value.trim() || null;
      if (question.id) await api("PATCH", `/quizzes/${quizId}/questions/${question.id}`, draft, { version: question.version });
      else await api("POST", `/quizzes/${quizId}/questions`, draft);
      popup.close();
      await load();
    }),
  },
    el("label", "Kind", kind), el("label", "Question", prompt), body,
    el("div.columns", worth, el("label", "Seconds, when live", limit)),
    el("label", "Explanation, shown with the answer", explanation),
    el("label", "Address of a picture", media),
    el("div.row", el("button.main", "Save"), cancel())));
  paint();
  prompt.focus();
}

/** The fields of a kind; returns a function that reads them as the API takes them. */
function fields(kind, question, body) {
  if (kind === "slide") return () => ({});
  if (!(kind in KINDS)) {
    body.append(el("p.faint", "The answers of this kind of question can't be edited here; the rest can."));
    return () => ({});
  }
  if (kind === "true_false") {
    const right = el("select", el("option", { value: "true", selected: question.correct !== false }, "True"), el("option", { value: "false", selected: question.correct === false }, "False"));
    body.append(el("label", "Right answer", right));
    return () => ({ correct: right.value === "true" });
  }
  if (kind === "numeric") {
    const first = question.kind === "numeric" ? question.answers?.[0] ?? {} : {};
    const value = el("input", { type: "number", step: "any", required: true, value: first.value ?? (first.min !== undefined ? (first.min + first.max) / 2 : "") });
    const tolerance = el("input", { type: "number", step: "any", min: 0, value: first.tolerance ?? (first.min !== undefined ? (first.max - first.min) / 2 : 0) });
    body.append(el("div.columns", el("label", "Right answer", value), el("label", "Give or take", tolerance)));
    return () => ({ answers: [{ value: Number(value.value), tolerance: Number(tolerance.value || 0) }] });
  }
  if (kind === "short_text") {
    const lines = el("textarea", { required: true, value: question.kind === "short_text" ? (question.answers ?? []).map((answer) => answer.text).join("\n") : "" });
    body.append(el("label", "Accepted answers, one a line (case, accents and spaces are forgiven)", lines));
    return () => ({ answers: lines.value.split("\n").map((text) => text.trim()).filter(Boolean).map((text) => ({ text })) });
  }
  const marked = kind === "single_choice" || kind === "multiple_choice";
  const list = el("div.stack");
  const add = (choice = {}) => {
    const text = el("input", { value: choice.text ?? "", maxLength: 1000, "aria-label": `Choice ${list.children.length + 1}` });
    const right = el("input", { type: kind === "single_choice" ? "radio" : "checkbox", name: "right", checked: isRight(choice), "aria-label": "This one is right", title: "This one is right" });
    const row = el("div.row.whole", marked ? el("label.inline", right) : null, text,
      el("button", { type: "button", "aria-label": "Remove", onclick: () => row.remove() }, "✕"));
    row.read = () => ({ text: text.value.trim(), ...(marked && { correct: right.checked }) });
    list.append(row);
    return text;
  };
  const given = question.choices?.length ? question.choices : [{}, {}, {}, {}];
  given.forEach(add);
  body.append(el("p.faint", kind === "ordering" ? "In the right order:" : marked ? "Tick what is right:" : "Choices:"), list,
    el("button", { type: "button", onclick: () => add().focus() }, "Another choice"));
  return () => ({ choices: [...list.children].map((row) => row.read()).filter((choice) => choice.text) });
}

await page(load);
