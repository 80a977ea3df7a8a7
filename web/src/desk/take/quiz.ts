/** What a taker knows of a quiz before an attempt. */

import { api, call, Problem } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { session } from "../../shared/session";
import { type Credentials, credentialsFor, forgetGuest, headersOf } from "./guest";

type Schemas = components["schemas"];
export type Quiz = Schemas["Quiz"];
export type Summary = Schemas["AttemptSummary"];

export interface Known {
  quiz: Quiz;
  who: Credentials;
  /** The newest first. */
  attempts: Summary[];
  /** null: any number. */
  attemptsLeft: number | null;
}

/** The quiz, and what whoever takes it has done in it so far. */
export async function known(quizId: string): Promise<Known> {
  const who = credentialsFor(quizId);
  const quiz = await call(api.GET("/quizzes/{quiz_id}", { params: { path: { quiz_id: quizId } } }));
  if (who) return { quiz, who, ...(await resultOf(quiz, who)) };
  if (!session.value) return { quiz, who, attempts: [], attemptsLeft: quiz.attempts_allowed ?? null };
  const { items } = await call(api.GET("/attempts", { params: { query: { quiz_id: quizId } } }));
  if (!items.length) return { quiz, who, attempts: [], attemptsLeft: quiz.attempts_allowed ?? null };
  const { attemptsLeft } = await resultOf(quiz, who);
  return { quiz, who, attempts: items, attemptsLeft: items[0]?.preview ? null : attemptsLeft };
}

/** The attempts of whoever takes it, and how many are left with their allowance. */
async function resultOf(quiz: Quiz, who: Credentials): Promise<Pick<Known, "attempts" | "attemptsLeft">> {
  try {
    const params = { path: { quiz_id: quiz.id }, header: headersOf(who) };
    const result = await call(api.GET("/results/{quiz_id}/my-result", { params }));
    return { attempts: result.attempts, attemptsLeft: result.attempts_left };
  } catch (error) {
    if (!(error instanceof Problem) || !who || error.status === 0) throw error;
    if (error.status === 401) forgetGuest(quiz.id); // claimed meanwhile, or deleted
    return { attempts: [], attemptsLeft: quiz.attempts_allowed ?? null };
  }
}
