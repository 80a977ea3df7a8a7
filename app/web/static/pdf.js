// A quiz from a PDF: sent or named, read, and asked about. How far that is comes by GET /events.
import { $, action, api, el, events, tell } from "./quizzler.js";

const LARGEST_SHOWN = 60;

/** Open the dialog that goes from a PDF to the page of its quiz. */
export function fromPdf() {
  const file = el("input", { type: "file", accept: "application/pdf,.pdf" });
  const url = el("input", { type: "url", placeholder: "https://…", maxLength: 2000 });
  const body = el("div.stack",
    el("label", "A file of yours", file), el("label", "or the address of a PDF", url),
    el("div.row",
      el("button.main", { type: "button", onclick: action(() => send(dialog, body, file.files[0], url.value.trim())) }, "Read it"),
      el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
  const dialog = el("dialog", el("h2", "A quiz from a PDF"), body);
  open(dialog);
}

/** What the edit page says of a generation: that it goes on, failed, or made less than was asked for. */
export function generation(quiz, reload) {
  if (quiz.state === "generating") {
    return el("p.notice", "Questions are being written. ", el("button", { onclick: () => watch(quiz.id, reload) }, "How far?"));
  }
  return quiz.state_reason ? el("p.notice", quiz.state_reason) : null;
}

/** A button that has more questions written. */
export function more(quiz, reload) {
  return el("button", {
    onclick: action(async () => {
      await api("POST", `/quizzes/${quiz.id}/generate`, {});
      watch(quiz.id, reload);
    }),
  }, "Write more from the PDF");
}

/** A button that has another question written in the place of this one. */
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

// The stream was taken up anew while it was being written
function again(error) {
  if (error.code !== "already_generating") throw error;
}

/** Where an answer stands. */
export function source(citation) {
  return citation ? el("p.faint", `Page ${citation.page_label ?? citation.page}: “${citation.sentence}”`) : null;
}

function watch(quizId, done) {
  const body = el("div.stack");
  const dialog = el("dialog", el("h2", "Questions are being written"), body);
  open(dialog);
  wait(dialog, body, quizId, () => { dialog.close(); done(); });
}

function open(dialog) {
  $("main").append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

async function send(dialog, body, file, url) {
  if (!file && !url) return say(body, "Choose a file, or give an address.");
  try {
    const upload = file
      ? await api("POST", `/uploads/file?name=${encodeURIComponent(file.name)}`, file, { raw: "application/pdf" })
      : await api("POST", "/uploads", { url });
    await follow(dialog, body, "upload", (found) => found.upload_id === upload.id, async () => {
      const now = await api("GET", `/uploads/${upload.id}`);
      if (now.state === "ready") ask(dialog, body, now);
      return now;
    });
  } catch (error) {
    say(body, error.message);
  }
}

function ask(dialog, body, upload) {
  const count = el("input", { type: "number", min: 1, max: 100, value: 10, required: true });
  const pages = el("input", { placeholder: `all ${upload.pages}`, pattern: "\\s*\\d+(\\s*-\\s*\\d+)?(\\s*,\\s*\\d+(\\s*-\\s*\\d+)?)*\\s*", title: "such as 1-5, 9" });
  const topic = el("input", { maxLength: 500, placeholder: "any" });
  const difficulty = el("select", el("option", { value: "" }, "any"), ["easy", "medium", "hard"].map((level) => el("option", level)));
  body.replaceChildren(el("form.stack", {
    onsubmit: action(async () => {
      try {
        const quiz = await api("POST", "/quizzes/generate", {
          sources: [{ upload_id: upload.id, ...(pages.value.trim() && { pages: ranges(pages.value) }) }],
          questions: Number(count.value),
          ...(topic.value.trim() && { topic: topic.value.trim() }),
          ...(difficulty.value && { difficulty: difficulty.value }),
          title: (upload.title ?? upload.name).slice(0, 200),
          language: /^[a-z]{2,3}$/.test(upload.language ?? "") ? upload.language : "en",
        });
        await wait(dialog, body, quiz.id, () => { location.href = `/edit?quiz=${quiz.id}`; });
      } catch (error) {
        say(body, error.message);
      }
    }),
  },
  el("p", el("strong", upload.title ?? upload.name), el("br"), el("span.faint", `${upload.pages} pages`, upload.scanned_pages ? `, ${upload.scanned_pages} of them pictures of text` : "")),
  el("div.columns", el("label", "Questions", count), el("label", "Pages", pages), el("label", "Topic", topic), el("label", "Difficulty", difficulty)),
  el("div.row", el("button.main", "Write them"), el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"))));
}

function ranges(text) {
  return text.split(",").map((part) => {
    const [first, last] = part.split("-").map(Number);
    return [first, last ?? first];
  });
}

const wait = (dialog, body, quizId, done) => follow(dialog, body, "quiz", (found) => found.quiz_id === quizId, async () => {
  const now = await api("GET", `/quizzes/${quizId}`);
  if (now.state === "ready") done(now);
  return { ...now, reason: now.state_reason };
});

/** Show how far something is till `look` finds it ready or failed; returns when it is either. */
async function follow(dialog, body, what, mine, look) {
  const bar = el("i");
  const words = el("p.faint", what === "upload" ? "Waiting to be read…" : "Waiting to be written…");
  body.replaceChildren(words, el("div.track", bar));
  bar.style.transform = "scaleX(0)";
  const gone = new AbortController();
  dialog.addEventListener("close", () => gone.abort());
  for await (const event of events(gone.signal)) {
    if (event.type !== "ready" && !(event.type.startsWith(`${what}.`) && mine(event.data))) continue;
    if (event.data.progress !== undefined) bar.style.transform = `scaleX(${event.data.progress})`;
    if (event.data.message) words.textContent = event.data.message.slice(0, LARGEST_SHOWN);
    if (event.type === "ready" || !/processing|generating/.test(event.type)) {
      const now = await look();
      if (now.state === "failed") say(body, now.reason);
      if (["ready", "failed"].includes(now.state)) return gone.abort();
    }
  }
}

function say(body, message) {
  tell("");
  body.querySelector(".notice")?.remove();
  body.prepend(el("p.notice.bad", { role: "status" }, message));
}
