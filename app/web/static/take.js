import { answerWidget, describe, questionHead } from "./question.js";
import { $, action, api, el, header, parameter, percent, seconds, session, show, tell } from "./quizzler.js";
import { Countdown } from "./room.js";

header();
const quizId = parameter("quiz");
let attempt;
const responses = new Map();
let saving = null;


async function intro() {
  const quiz = await api("GET", `/quizzes/${quizId}`);
  show(
    el("h1", quiz.title),
    quiz.description ? el("p", quiz.description) : null,
    el("div.card.stack",
      el("p", `${quiz.question_count ?? ""} questions`, quiz.time_limit_s ? ` · ${Math.ceil(quiz.time_limit_s / 60)} min in all` : " · no time limit",
        quiz.attempts_allowed ? ` · ${quiz.attempts_allowed === 1 ? "one attempt" : `${quiz.attempts_allowed} attempts`}` : " · as many attempts as you like"),
      el("div.row", el("button.main", { onclick: action(begin) }, "Begin"))),
  );
}

async function begin() {
  attempt = await api("POST", `/quizzes/${quizId}/start`);
  for (const question of attempt.questions) responses.set(question.id, question.response);
  const clock = el("span.clock", { role: "timer" });
  show(
    el("div.row.spread", el("h1", attempt.title ?? "Your attempt"), clock),
    attempt.questions.map((question, index) => {
      const widget = answerWidget(question, question.response, (response) => {
        responses.set(question.id, response);
        saveSoon();
      });
      return el("section.card",
        el("p.faint", `Question ${index + 1} of ${attempt.questions.length} · ${question.points} ${Number(question.points) === 1 ? "point" : "points"}`),
        questionHead(question), widget.node);
    }),
    el("div.row", el("button.main", { onclick: action(submit) }, "Hand in"), el("span.faint", { id: "saved", role: "status" })),
  );
  if (attempt.deadline) {
    let handedIn = false;
    new Countdown((left) => {
      clock.textContent = seconds(left);
      if (left === 0 && !handedIn) {
        handedIn = true;
        submit().catch((error) => tell(error.message));
      }
    }).start(attempt.remaining_ms, attempt.remaining_ms);
  }
}

const answers = () => [...responses].filter(([, response]) => response !== null)
  .map(([question_id, response]) => ({ question_id, response }));

function saveSoon() {
  clearTimeout(saving);
  saving = setTimeout(async () => {
    try {
      await api("PATCH", `/attempts/${attempt.id}/answers`, { answers: answers() });
      $("#saved").textContent = "Saved.";
    } catch (error) {
      $("#saved").textContent = error.message;
    }
  }, 400);
}

async function submit() {
  clearTimeout(saving);
  const result = await api("POST", `/quizzes/${quizId}/submit`, { answers: answers() });
  let review = null;
  try { review = await api("GET", `/attempts/${attempt.id}/review`); } catch (error) { review = { refused: error.message, questions: [] }; }
  show(
    el("h1", "Your result"),
    el("div.card",
      el("p.big", `${Number(result.score)} of ${Number(result.max_score)} points`),
      el("p", percent(result.score, result.max_score),
        result.passed === true ? el("strong.right", " · passed") : result.passed === false ? el("strong.wrong", " · not passed") : "")),
    review.refused ? el("p.faint", review.refused) : null,
    review.questions.map(reviewed),
    el("div.row", el("a.button.main", { href: "/" }, "Home")),
  );
  scrollTo({ top: 0 });
}

const VERDICTS = { right: "✔ ", partly_right: "◐ ", wrong: "✘ ", unanswered: "– ", unscored: "" };

function reviewed(question) {
  const colour = { right: "right", wrong: "wrong" }[question.verdict];
  return el("section.card",
    el("p.prompt", el("span", { className: colour ?? "" }, VERDICTS[question.verdict] ?? ""), question.prompt),
    el("p", "You: ", question.response === null ? el("em", "no answer") : el("strong", describe(question, question.response)),
      question.feedback ? ` – ${question.feedback}` : ""),
    question.right_answer === null || question.right_answer === undefined ? null
      : el("p", "Right: ", el("strong.right", describe(question, question.right_answer))),
    question.explanation ? el("p.faint", question.explanation) : null);
}

if (!session.get()) location.replace("/?sign-in");
else await intro();
