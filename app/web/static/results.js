import { api, el, header, parameter, percent, session, show } from "./quizzler.js";

header();
const quizId = parameter("quiz");
if (!session.get()) location.replace("/?sign-in");

const [quiz, results, statistics] = await Promise.all([
  api("GET", `/quizzes/${quizId}`),
  api("GET", `/results/${quizId}/results?limit=100`),
  api("GET", `/results/${quizId}/statistics`),
]);

show(
  el("h1", `Results of “${quiz.title}”`),
  el("h2", "Per question: how much of its points people earned"),
  el("div.card.bar-chart", statistics.questions.map((question, index) => el("div.line",
    el("span", `${index + 1}. ${question.prompt}`),
    el("div.fill", { style: `width: ${question.facility ?? 0}%`, title: "facility index" }),
    el("span", question.facility === null ? "–" : `${Math.round(question.facility)} %`)))),
  el("h2", "Per person"),
  results.items.length
    ? el("div.card", el("table",
      el("thead", el("tr", el("th", "Person"), el("th.number", "Attempts"), el("th.number", "Score"), el("th.number", "Percent"), el("th", ""))),
      el("tbody", results.items.map((row) => el("tr",
        el("td", row.display_name), el("td.number", row.attempts.length), el("td.number", row.score === null ? "–" : Number(row.score)),
        el("td.number", row.score === null ? "–" : percent(row.score, row.max_score)),
        el("td", row.passed === true ? "passed" : row.passed === false ? "not passed" : ""))))))
    : el("p.faint", "Nobody has taken it yet."),
);
