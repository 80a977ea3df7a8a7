// What a program does with a client in TypeScript: openapi-fetch, with the types that openapi-typescript has made.
// node journey.js URL; it prints "done" in the end.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Problem = components["schemas"]["ProblemDetails"];
declare const process: { argv: string[] };

const api = createClient<paths>({ baseUrl: process.argv[2] });

function given<Data>(answer: { data?: Data; error?: Problem }): Data {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

function equal(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${one} is not ${other}`);
}

const account = { email: `ada-${crypto.randomUUID()}@example.com`, password: "correct horse battery staple" };
const session = given(await api.POST("/auth/signup", { body: account }));
if (!("access_token" in session)) throw new Error(session.detail);
api.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${session.access_token}`);
  },
});

const quiz = given(await api.POST("/quizzes", { body: { title: "Rivers", description: "Of Africa" } }));
const inQuiz = { params: { path: { quiz_id: quiz.id } } };
given(
  await api.POST("/quizzes/{quiz_id}/questions", {
    ...inQuiz,
    body: { kind: "true_false", prompt: "The Nile flows north.", correct: true },
  }),
);
const changed = given(await api.PATCH("/quizzes/{quiz_id}", { ...inQuiz, body: { title: "Rivers of Africa" } }));
equal([changed.title, changed.description], ["Rivers of Africa", "Of Africa"]);

const attempt = given(await api.POST("/quizzes/{quiz_id}/start", inQuiz));
const asked = attempt.questions[0]!;
const right = asked.choices.find((choice) => choice.text === "True")!;
const submitted = given(
  await api.POST("/quizzes/{quiz_id}/submit", {
    ...inQuiz,
    body: { answers: [{ question_id: asked.id, response: [right.id] }] },
  }),
);
equal(submitted.score, 1);
const result = given(await api.GET("/results/{quiz_id}/my-result", inQuiz));
equal(result.attempts[0]?.percent, 100);

const missing = await api.GET("/quizzes/{quiz_id}", { params: { path: { quiz_id: crypto.randomUUID() } } });
const problem: Problem | undefined = missing.error;
equal([problem?.status, problem?.code], [404, "quiz_not_found"]);
console.log("done");
