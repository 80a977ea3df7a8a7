// The results of a quiz: figures of the whole quiz, of its questions and of its takers.

import { bar, histogram, tiles } from "./plot.js";
import { describe } from "./question.js";
import { api, counted, el, heading, page, parameter, round, show, when } from "./quizzler.js";

const quizId = parameter("quiz");

/** Everybody's results, however many pages they take. */
async function everybody() {
  const all = [];
  let cursor = null;
  do {
    const part = await api("GET", `/results/${quizId}/results?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    all.push(...part.items);
    cursor = part.next_cursor;
  } while (cursor);
  return all;
}

/** A version of a question: its bar and, when it is opened, the responses to it. */
function line(question) {
  const place = question.position === null ? "" : `${question.position}. `;
  const name = `${place}${question.prompt}${question.deleted ? " (deleted)" : question.current ? "" : ` (earlier: version ${question.version})`}`;
  const part = question.facility === null ? null : question.facility / 100;
  const whole = bar(name, part, question.kind === "poll" ? counted(question.answered, "vote") : part === null ? "–" : `${Math.round(question.facility)} %`);
  const given = Array.isArray(question.responses)
    ? question.responses.map(({ response, count }) => [describe(question, response), count])
    : question.choices.map((choice) => [choice.text, question.responses[choice.id]]);
  if (!question.answered || !given.length) return whole;
  return el("details", el("summary", whole), el("div.bar-chart.inner",
    given.map(([text, count]) => bar(text, count / question.answered, counted(count, "time"))),
    question.discrimination === null ? null : el("p.faint", `Discrimination index: ${question.discrimination} (from −1 to 1; near 0 or below, the question does not tell strong takers from weak ones).`)));
}

function table(people) {
  return el("div.card.scroll", el("table",
    el("thead", el("tr", el("th", "Person"), el("th.number", "Attempts"), el("th.number", "Score"), el("th.number", "Percent"), el("th", "Last submitted"), el("th", ""))),
    el("tbody", people.map((row) => el("tr",
      el("td", row.display_name), el("td.number", row.attempts.length), el("td.number", row.score === null ? "–" : `${round(row.score)} of ${row.max_score}`),
      el("td.number", row.percent === null ? "–" : `${Math.round(row.percent)} %`), el("td", row.finished_at ? when(row.finished_at) : "under way"),
      el("td", row.passed === true ? el("span.right", "passed") : row.passed === false ? el("span.wrong", "not passed") : ""))))));
}

await page(async () => {
  const [quiz, statistics, people] = await Promise.all([
    api("GET", `/quizzes/${quizId}`), api("GET", `/results/${quizId}/statistics`), everybody(),
  ]);
  const percents = people.map((row) => row.percent).filter((value) => value !== null);
  const figure = (value) => (value === null ? "–" : `${Math.round(value)} %`);
  show(
    el("div.row.spread", heading(`Results of “${quiz.title}”`), el("a.button", { href: `/edit?quiz=${quizId}` }, "Edit the quiz")),
    people.length ? tiles({
      People: statistics.people, Mean: figure(statistics.average_percent), Median: figure(statistics.median_percent),
      "Lowest to highest": `${figure(statistics.lowest_percent)} – ${figure(statistics.highest_percent)}`,
      ...(quiz.pass_mark === null ? {} : { Passed: figure(statistics.pass_percent) }),
    }) : el("p.notice", "Nobody has taken it yet. ", quiz.visibility === "private" ? "Nobody else can yet: choose who may take it in its settings." : "Send people its link; it is in its settings."),
    statistics.attempts.in_progress ? el("p.faint", `${counted(statistics.attempts.in_progress, "attempt")} under way.`) : null,
    percents.length ? [el("h2", "How the results are spread"), histogram(percents, "percent", 0, 100)] : null,
    el("h2", "Per question: how much of its points people earned the first time"),
    statistics.questions.length ? el("div.card.bar-chart", statistics.questions.filter((question) => question.kind !== "slide").map(line)) : el("p.faint", "There are no questions."),
    people.length ? [el("h2", "Per person"), table(people)] : null,
  );
});
