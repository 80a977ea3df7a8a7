// A quiz from a PDF, which is uploaded or given by its address. GET /events sends the progress.
import { action, api, at, cancel, counted, dialog, el, events, tell } from "./quizzler.js";

const LARGEST_SHOWN = 60;

/** Open the dialog that goes from a PDF to the page of its quiz. */
export async function fromPdf() {
  const { items } = await api("GET", "/uploads?limit=50");
  const read = items.filter((upload) => upload.state === "ready");
  const file = el("input", { type: "file", accept: "application/pdf,.pdf" });
  const url = el("input", { type: "url", placeholder: "https://…", maxLength: 2000 });
  const known = el("select", el("option", { value: "" }, "–"), read.map((upload, index) => el("option", { value: index }, upload.title ?? upload.name)));
  const body = el("form.stack", {
    onsubmit: action(() => (known.value ? chooseQuestions(popup, body, read[known.value]) : send(popup, body, file.files[0], url.value.trim()))),
  },
  el("label", "A file of yours", file), el("label", "or the address of a PDF", url), read.length ? el("label", "or one that was uploaded before", known) : null,
  el("div.row", el("button.main", "Read it"), cancel()));
  const popup = dialog("A quiz from a PDF", body);
}

/** The notice of the edit page on a generation: in progress, failed, or with fewer questions than requested. */
export function generation(quiz, reload) {
  if (quiz.state === "generating") {
    return el("p.notice", "Questions are being written. ", el("button", { onclick: () => watch(quiz.id, reload) }, "Show progress"));
  }
  return quiz.state_reason ? el("p.notice", quiz.state_reason) : null;
}

/** A button that requests more questions. */
export function more(quiz, reload) {
  return el("button", {
    onclick: action(async () => {
      await api("POST", `/quizzes/${quiz.id}/generate`, {});
      watch(quiz.id, reload);
    }),
  }, "Write more from the PDF");
}

/** A button that replaces this question by another generated one. */
export function another(quizId, question, reload) {
  return el("button", {
    onclick: action(async () => {
      const gone = new AbortController();
      for await (const event of events(gone.signal)) {
        if (event.type === "ready") await api("POST", `/quizzes/${quizId}/questions/${question.id}/regenerate`).catch(again);
        if (event.data.question_id !== question.id) continue;
        gone.abort();
        if (event.type === "question.failed") throw new Error(event.data.reason);
        await reload();
      }
    }),
  }, "Another");
}

// A generation may be in progress already
function again(error) {
  if (error.code !== "already_generating") throw error;
}

/** The citation of a question. */
export function source(citation) {
  return citation ? el("p.faint", `Page ${citation.page_label ?? citation.page}: “${citation.sentence}”`) : null;
}

function watch(quizId, done) {
  const body = el("div.stack");
  const popup = dialog("Questions are being written", body);
  wait(popup, body, quizId, () => { popup.close(); done(); });
}

async function send(popup, body, file, url) {
  if (!file && !url) return tell("Choose a file, or give an address.");
  const upload = file
    ? await api("POST", `/uploads/file?name=${encodeURIComponent(file.name)}`, file, { raw: "application/pdf" })
    : await api("POST", "/uploads", { url });
  await follow(popup, body, "upload", (found) => found.upload_id === upload.id, async () => {
    const now = await api("GET", `/uploads/${upload.id}`);
    if (now.state === "ready") chooseQuestions(popup, body, now);
    return now;
  });
}

function chooseQuestions(popup, body, upload) {
  const count = el("input", { type: "number", min: 1, max: 100, value: 10, required: true, oninput: () => price(cost, count) });
  const pages = el("input", { placeholder: `all ${upload.pages}`, pattern: "\\s*\\d+(\\s*-\\s*\\d+)?(\\s*,\\s*\\d+(\\s*-\\s*\\d+)?)*\\s*", title: "such as 1-5, 9" });
  const topic = el("input", { maxLength: 500, placeholder: "any" });
  const difficulty = el("select", el("option", { value: "" }, "any"), ["easy", "medium", "hard"].map((level) => el("option", level)));
  const cost = el("p.faint", { role: "status" });
  const form = el("form.stack", {
    onsubmit: action(async () => {
      const quiz = await api("POST", "/quizzes/generate", {
        sources: [{ upload_id: upload.id, ...(pages.value.trim() && { pages: ranges(pages.value) }) }],
        questions: Number(count.value),
        ...(topic.value.trim() && { topic: topic.value.trim() }),
        ...(difficulty.value && { difficulty: difficulty.value }),
        title: (upload.title ?? upload.name).slice(0, 200),
        language: /^[a-z]{2,3}$/.test(upload.language ?? "") ? upload.language : "en",
      });
      await wait(popup, form, quiz.id, () => { location.href = at(`/edit?quiz=${quiz.id}`); });
    }),
  },
  el("p", el("strong", upload.title ?? upload.name), el("br"), el("span.faint", counted(upload.pages, "page"), upload.scanned_pages ? `, ${upload.scanned_pages} of them pictures of text` : "")),
  el("div.columns", el("label", "Questions", count), el("label", "Pages", pages), el("label", "Topic", topic), el("label", "Difficulty", difficulty)),
  cost,
  el("div.row", el("button.main", "Write them"), cancel()));
  body.replaceWith(form);
  price(cost, count);
}

/** Show what this number of questions costs. */
async function price(place, count) {
  if (!count.validity.valid) return place.replaceChildren();
  const number = count.value;
  const { cost, spendable, can_pay: enough } = await api("GET", `/credits/calculate?questions=${number}`);
  if (number !== count.value) return; // the number has been changed meanwhile
  place.replaceChildren(`Costs ${counted(cost, "credit")} of your ${spendable}.`, enough ? "" : el("strong.wrong", " That is not enough."));
}

function ranges(text) {
  return text.split(",").map((part) => {
    const [first, last] = part.split("-").map(Number);
    return [first, last ?? first];
  });
}

const wait = (popup, body, quizId, done) => follow(popup, body, "quiz", (found) => found.quiz_id === quizId, async () => {
  const now = await api("GET", `/quizzes/${quizId}`);
  if (now.state === "ready") done(now);
  return { ...now, reason: now.state_reason };
});

/** Show the progress of something until `look` finds it ready or failed. */
async function follow(popup, body, what, mine, look) {
  const bar = el("i");
  const words = el("p.faint", what === "upload" ? "Waiting to be read…" : "Waiting to be written…");
  body.replaceChildren(words, el("div.track", bar), el("p.faint", "This goes on when you close the window."), el("div.row", cancel("Close")));
  bar.style.transform = "scaleX(0)";
  const gone = new AbortController();
  popup.addEventListener("close", () => gone.abort());
  for await (const event of events(gone.signal)) {
    if (event.type !== "ready" && !(event.type.startsWith(`${what}.`) && mine(event.data))) continue;
    if (event.data.progress !== undefined) bar.style.transform = `scaleX(${event.data.progress})`;
    if (event.data.message) words.textContent = event.data.message.slice(0, LARGEST_SHOWN);
    if (event.type === "ready" || !/processing|generating/.test(event.type)) {
      const now = await look();
      if (now.state === "failed") fail(body, now.reason);
      if (["ready", "failed"].includes(now.state)) return gone.abort();
    }
  }
}

function fail(body, reason) {
  body.replaceChildren(el("div.row", cancel("Close")));
  tell(reason);
}
