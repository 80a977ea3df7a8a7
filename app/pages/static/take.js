import { answerWidget, describe, questionHead } from "./question.js";
import { $, action, api, counted, el, events, heading, page, parameter, percent, round, seconds, show, tell, when } from "./quizzler.js";
import { Countdown } from "./room.js";

const quizId = parameter("quiz");
let attempt;
let given = {};
const responses = new Map();
let saving = null;
let following = null;

async function intro() {
  const [quiz, { items: attempts }] = await Promise.all([api("GET", `/quizzes/${quizId}`), api("GET", `/attempts?quiz_id=${quizId}`)]);
  const going = attempts.find((one) => one.state === "in_progress");
  const handedIn = attempts.filter((one) => one.state === "finished");
  const mine = attempts.length ? await api("GET", `/results/${quizId}/my-result`) : null; // with one's allowance
  const used = !going && mine?.attempts_left === 0 && !attempts[0].preview;
  const rules = [
    counted(quiz.question_count, "question"),
    quiz.time_limit_s ? `${counted(Math.ceil(quiz.time_limit_s / 60), "minute")} in all` : "no time limit",
    quiz.attempts_allowed ? counted(quiz.attempts_allowed, "attempt") : "as many attempts as you like",
    quiz.pass_mark === null ? null : `passed from ${Number(quiz.pass_mark)} %`,
    quiz.closes_at ? `until ${when(quiz.closes_at)}` : null,
  ].filter(Boolean).join(" · ");
  show(
    heading(quiz.title),
    quiz.owner ? el("p.faint", `by ${quiz.owner}`) : null,
    quiz.description ? el("p.lines", quiz.description) : null,
    el("div.card.stack",
      el("p", rules),
      quiz.time_limit_s && !going && !used ? el("p.faint", "The clock starts when you begin, and goes on when you leave the page.") : null,
      asked(quiz, attempts),
      used ? el("p", "You have used all of your attempts.") : quiz.question_count ? el("div.row", el("button.main", { onclick: action(begin) }, going ? "Go on" : attempts.length ? "Begin again" : "Begin")) : el("p", "It has no questions yet.")),
    handedIn.length ? el("section", el("h2", "Your results"), handedIn.map((one) => el("article.card.row.spread",
      el("div.item", el("strong", one.score === null ? "Handed in" : `${round(one.score)} of ${counted(one.max_score, "point")} · ${percent(one.score, one.max_score)}`), el("br"),
        el("span.faint", when(one.finished_at), one.preview ? " · a trial of your own quiz" : "")),
      el("button", { onclick: action(() => result(one)) }, "Look at it")))) : null,
  );
}

/** What the owner asks of takers before their first attempt; the button sends it. */
function asked(quiz, attempts) {
  given = {};
  if (attempts.length) return null;
  if (quiz.ask_email) given.share_email = true;
  const number = el("input", { maxLength: 50, autocomplete: "off", oninput: () => (given.student_number = number.value) });
  return [
    quiz.ask_email ? el("p.faint", "When you begin, the owner of this quiz sees your e-mail address beside your results.") : null,
    quiz.ask_student_number ? el("label", "Your student number, which the owner of this quiz sees beside your results", number) : null,
  ];
}

async function begin() {
  attempt = await api("POST", `/quizzes/${quizId}/start`, given);
  const behind = Date.parse(attempt.now) - performance.now(); // what to add to get the server's time
  for (const question of attempt.questions) responses.set(question.id, question.response);
  const clock = el("span.clock", { role: "timer" });
  const sections = [];
  show(
    heading(attempt.title),
    el("div.row.spread.sticky", el("span", { id: "answered" }), el("span.faint", { id: "saved", role: "status" }), clock),
    attempt.questions.map((question, index) => {
      const widget = answerWidget(question, question.response, (response) => {
        responses.set(question.id, response);
        progress();
        saveSoon();
      });
      return sections[index] = el("section.card", { tabIndex: -1 },
        el("p.faint", `Question ${index + 1} of ${attempt.questions.length}`, question.points > 0 ? ` · ${counted(Number(question.points), "point")}` : ""),
        questionHead(question), widget.node, widget.initial && question.response === null ? keep(widget, question) : null);
    }),
    el("div.row", el("button.main", { onclick: action(handIn) }, "Hand in")),
  );
  progress();
  scrollTo({ top: 0 });

  async function handIn() {
    const open = attempt.questions.findIndex(unanswered);
    if (open >= 0 && !confirm(`${counted(attempt.questions.filter(unanswered).length, "question")} without an answer. Hand in all the same?`)) return sections[open].focus();
    await submit();
  }
  let handedIn = false;
  const countdown = new Countdown((left) => {
    clock.textContent = seconds(left);
    if (left === 0 && !handedIn) {
      handedIn = true;
      submit().catch((error) => tell(error.message));
    }
  });
  const endAt = (deadline) => {
    handedIn = false;
    countdown.stop();
    clock.textContent = "";
    if (deadline) countdown.start(Math.max(0, Date.parse(deadline) - behind - performance.now()));
  };
  endAt(attempt.deadline);
  followDeadline((deadline) => {
    endAt(deadline);
    tell(deadline ? `Your time has changed: it now ends at ${when(deadline)}.` : "Your time has changed: it has no end now.", "good");
  });
}

// The owner may change the times of the quiz, or this person's, while the attempt runs
async function followDeadline(moved) {
  following?.abort();
  const { signal } = following = new AbortController();
  for await (const { type, data } of events(signal)) {
    if (type === "attempt.deadline" && data.attempt_id === attempt.id) moved(data.deadline);
  }
}

// The order that is shown first may be right: let people confirm it without moving anything
const keep = (widget, question) => el("button", { onclick: (event) => {
  responses.set(question.id, widget.initial());
  event.target.remove();
  progress();
  saveSoon();
} }, "This order is right");

const unanswered = (question) => question.kind !== "slide" && (responses.get(question.id) ?? null) === null;

function progress() {
  const asked = attempt.questions.filter((question) => question.kind !== "slide").length;
  $("#answered").textContent = `${asked - attempt.questions.filter(unanswered).length} of ${asked} answered`;
}

const answers = () => [...responses].filter(([, response]) => response !== null)
  .map(([question_id, response]) => ({ question_id, response }));

function saveSoon() {
  clearTimeout(saving);
  const say = (text) => $("#saved")?.replaceChildren(text); // the place is gone once the attempt has been submitted
  saving = setTimeout(async () => {
    try {
      await api("PATCH", `/attempts/${attempt.id}/answers`, { answers: answers() });
      say("Saved");
    } catch (error) {
      say(error.message);
    }
  }, 400);
}

async function submit() {
  clearTimeout(saving);
  const done = await api("POST", `/quizzes/${quizId}/submit`, { answers: answers() });
  following?.abort();
  await result(done);
}

/** A finished attempt, with its marks if they may be shown. */
async function result(done) {
  const review = await api("GET", `/attempts/${done.id}/review`).catch((error) => ({ refused: error.message, questions: [] }));
  show(
    heading("Your result"),
    el("div.card",
      el("p.big", done.score === null ? "Handed in" : `${round(done.score)} of ${counted(done.max_score, "point")}`),
      el("p", done.score === null ? "" : percent(done.score, done.max_score),
        done.passed === true ? el("strong.right", " · passed") : done.passed === false ? el("strong.wrong", " · not passed") : "",
        done.overdue ? " · the time was up; what was saved until then counts" : "")),
    review.refused ? el("p.faint", review.refused) : null,
    review.questions.map(reviewed),
    el("div.row", el("a.button.main", { href: "/" }, "Home"), el("a.button", { href: `/take?quiz=${quizId}` }, "Back to the quiz")),
  );
  scrollTo({ top: 0 });
}

const VERDICTS = { right: "✔ ", partly_right: "◐ ", wrong: "✘ ", unanswered: "– ", unscored: "" };

function reviewed(question) {
  const colour = { right: "right", wrong: "wrong" }[question.verdict];
  return el("section.card",
    el("h2.prompt", el("span", { className: colour ?? "" }, VERDICTS[question.verdict] ?? ""), question.prompt),
    question.kind === "slide" ? null : el("p", "You: ", question.response === null ? el("em", "no answer") : el("strong", describe(question, question.response)),
      question.feedback ? ` – ${question.feedback}` : ""),
    question.right_answer === null || question.right_answer === undefined ? null
      : el("p", "Right: ", el("strong.right", describe(question, question.right_answer))),
    question.explanation ? el("p.faint", question.explanation) : null);
}

await page(intro);
