import { $, action, api, el, header, parameter, session, show, tell } from "./quizzler.js";
import { another, generation, more, source } from "./pdf.js";

header();
const quizId = parameter("quiz");
const KINDS = {
  single_choice: "Single choice", multiple_choice: "Multiple choice", true_false: "True or false", numeric: "Number",
  short_text: "Short text", ordering: "Ordering", poll: "Poll (no points)",
  slide: "Slide (shown, not answered)",
};

async function load() {
  const quiz = await api("GET", `/quizzes/${quizId}`);
  const { items: questions } = await api("GET", `/quizzes/${quizId}/questions`);
  show(
    el("div.row.spread", el("h1", quiz.title),
      el("div.row", el("a.button", { href: `/take?quiz=${quizId}` }, "Take"), el("a.button.main", { href: `/host?quiz=${quizId}` }, "Host live"))),
    generation(quiz, load),
    options(quiz),
    downloads(quiz),
    el("h2", `${questions.length} ${questions.length === 1 ? "question" : "questions"}`),
    questions.map((question, index) => card(question, index, questions)),
    el("div.row", el("button.main", { onclick: () => form({ kind: "single_choice", choices: [{}, {}, {}, {}] }) }, "Add a question"),
      questions.some((question) => question.citation) ? more(quiz, load) : null),
  );
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
  const shown = (value) => el("select", Object.entries({ after_submit: "after handing in", after_close: "after the quiz has closed", never: "never" }).map(([name, text]) => el("option", { value: name, selected: value === name }, text)));
  const review = shown(quiz.review_shown);
  const key = shown(quiz.key_shown);
  const number = (input, factor = 1) => (input.value === "" ? null : Math.round(Number(input.value) * factor));
  return el("details.card", el("summary", "Title and how it is taken"),
    el("form.stack", {
      onsubmit: action(async () => {
        await api("PATCH", `/quizzes/${quizId}`, {
          title: title.value, description: description.value, visibility: visibility.value, time_limit_s: number(minutes, 60),
          attempts_allowed: number(attempts), counting_attempt: counts.value, pass_mark: number(pass),
          shuffle_questions: questions.checked, shuffle_choices: choices.checked, review_shown: review.value, key_shown: key.value,
        });
        await load();
        tell("Saved.", "good");
      }),
    },
      el("p"), el("label", "Title", title), el("label", "Description", description),
      el("div.columns",
        el("label", "Who may take it", visibility), el("label", "Minutes in all", minutes), el("label", "Attempts", attempts),
        el("label", "Attempt that counts", counts), el("label", "Pass mark, percent", pass),
        el("label", "One's own answers are marked", review), el("label", "Right answers are shown", key)),
      el("label.inline", questions, "Shuffle questions"), el("label.inline", choices, "Shuffle choices"),
      el("div.row", el("button.main", "Save"),
        el("button", { type: "button", onclick: action(async () => {
          if (!confirm("Delete this quiz? Results are kept.")) return;
          await api("DELETE", `/quizzes/${quizId}`);
          location.href = "/";
        }) }, "Delete the quiz"))));
}

function card(question, index, questions) {
  const move = (by) => action(async () => {
    const order = questions.map((other) => other.id);
    order.splice(index + by, 0, ...order.splice(index, 1));
    await api("PUT", `/quizzes/${quizId}/questions/order`, { question_ids: order });
    await load();
  });
  return el("article.card",
    el("div.row.spread",
      el("span.faint", `${index + 1}. ${KINDS[question.kind]}`, question.difficulty ? ` · ${question.difficulty}` : ""),
      el("div.row",
        el("button", { disabled: index === 0, "aria-label": "Move up", onclick: move(-1) }, "↑"),
        el("button", { disabled: index === questions.length - 1, "aria-label": "Move down", onclick: move(1) }, "↓"),
        question.citation ? another(quizId, question, load) : null,
        el("button", { onclick: () => form(question) }, "Edit"),
        el("button", { onclick: action(async () => { await api("DELETE", `/quizzes/${quizId}/questions/${question.id}`); await load(); }) }, "Delete"))),
    el("p", el("strong", question.prompt)),
    el("p.faint", inWords(question)),
    source(question.citation));
}

function downloads(quiz) {
  const save = (format, key) => action(async () => {
    const answer = await fetch(`/quizzes/${quiz.id}/download?format=${format}&key=${key}`, { headers: { Authorization: `Bearer ${session.get()?.access_token}` } });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const link = el("a", { href: URL.createObjectURL(await answer.blob()), download: `${quiz.title}.${format}` });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  return el("details.card", el("summary", "Take it away"),
    el("div.row",
      el("button", { onclick: save("pdf", false) }, "PDF, questions only"), el("button", { onclick: save("pdf", true) }, "PDF with the key"),
      el("button", { onclick: save("gift", true) }, "GIFT, for Moodle"), el("button", { onclick: save("csv", true) }, "CSV"), el("button", { onclick: save("json", true) }, "JSON")));
}

function inWords(question) {
  if (question.kind === "true_false") return question.correct ? "True" : "False";
  if (question.answers) return question.answers.map((answer) => answer.text ?? (answer.value !== undefined ? `${answer.value}${answer.tolerance ? ` ± ${answer.tolerance}` : ""}` : `${answer.min} to ${answer.max}`)).join(" · ");
  return (question.choices ?? []).map((choice) => `${isRight(choice) && question.kind !== "ordering" ? "✔ " : ""}${choice.text}`).join(question.kind === "ordering" ? " → " : " · ");
}

const isRight = (choice) => choice.correct === true || Number(choice.weight ?? 0) > 0;

function form(question) {
  const kind = el("select", { disabled: Boolean(question.id) }, Object.entries(KINDS).map(([value, text]) => el("option", { value, selected: question.kind === value }, text)));
  const prompt = el("textarea", { value: question.prompt ?? "", required: true, maxLength: 5000 });
  const explanation = el("textarea", { value: question.explanation ?? "", maxLength: 5000 });
  const points = el("input", { type: "number", min: 0, step: "any", value: question.points ?? 1 });
  const limit = el("input", { type: "number", min: 1, max: 3600, value: (question.time_limit_ms ?? 20000) / 1000 });
  const body = el("div.stack");
  let read;
  const paint = () => {
    body.replaceChildren();
    read = fields(kind.value, question, body);
  };
  kind.onchange = paint;
  const dialog = el("dialog", el("form.stack", {
    onsubmit: action(async () => {
      const draft = { kind: kind.value, prompt: prompt.value, points: Number(points.value), time_limit_ms: Math.round(Number(limit.value) * 1000), ...read() };
      if (explanation.value.trim()) draft.explanation = explanation.value;
      else if (question.explanation) draft.explanation = null;
      try {
        if (question.id) await api("PATCH", `/quizzes/${quizId}/questions/${question.id}`, draft);
        else await api("POST", `/quizzes/${quizId}/questions`, draft);
      } catch (error) {
        refusal.textContent = error.message;
        return;
      }
      dialog.close();
      await load();
    }),
  },
    el("label", "Kind", kind), el("label", "Question", prompt), body,
    el("div.columns", el("label", "Points", points), el("label", "Seconds, when live", limit)),
    el("label", "Explanation, shown with the answer", explanation),
    el("p.wrong", { role: "alert", id: "refusal" }),
    el("div.row", el("button.main", "Save"), el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"))));
  const refusal = dialog.querySelector("#refusal");
  paint();
  $("main").append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

/** The fields of a kind; returns a function that reads them as the API takes them. */
function fields(kind, question, body) {
  if (kind === "slide") return () => ({});
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
    const text = el("input", { value: choice.text ?? "", maxLength: 1000, "aria-label": "Choice" });
    const right = el("input", { type: kind === "single_choice" ? "radio" : "checkbox", name: "right", checked: isRight(choice), "aria-label": "Right", title: "Right" });
    const row = el("div.row", { style: "flex-wrap: nowrap" }, marked ? el("label.inline", right) : null, text,
      el("button", { type: "button", "aria-label": "Remove", onclick: () => row.remove() }, "✕"));
    row.read = () => ({ text: text.value.trim(), ...(marked && { correct: right.checked }) });
    list.append(row);
  };
  const given = question.choices?.length ? question.choices : [{}, {}, {}, {}];
  given.forEach(add);
  body.append(el("p.faint", kind === "ordering" ? "In the right order:" : marked ? "Tick what is right:" : "Choices:"), list,
    el("button", { type: "button", onclick: () => add() }, "Another choice"));
  return () => ({ choices: [...list.children].map((row) => row.read()).filter((choice) => choice.text) });
}

if (!session.get()) location.replace("/?sign-in");
else await load();
