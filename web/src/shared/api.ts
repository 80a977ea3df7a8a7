/**
 * Calls of the REST API, typed by its OpenAPI document:
 *
 *     const quiz = await call(api.GET("/quizzes/{quiz_id}", { params: { path: { quiz_id } } }));
 *
 * Whoever is signed in is the caller. A refusal is thrown as a Problem; `sentence(problem)` is what to show,
 * never the English sentence of the server.
 */

import createClient from "openapi-fetch";
import { ROOT } from "./address";
import type { paths } from "./generated/api";
import { known, t } from "./i18n";
import { accessToken, renew, session } from "./session";

/**
 * Where texts for codes are: of the API and of rooms, of imported files, of work of the processing server.
 */
type Codes = "problems" | "files" | "failures";

/** A refusal of the API (RFC 9457), or a network that does not work (`status` 0). */
export class Problem extends Error {
  readonly status: number;
  /** For programs: docs/errors.md lists all. "unreachable" where no answer came. */
  readonly code: string;
  /** The whole body, with fields of this problem. */
  readonly body: Record<string, unknown>;
  readonly codes: Codes;

  constructor(status: number, code: string, body: Record<string, unknown> = {}, codes: Codes = "problems") {
    super(String(body.detail ?? code));
    this.status = status;
    this.code = code;
    this.body = body;
    this.codes = codes;
  }
}

export const api = createClient<paths>({ baseUrl: ROOT || "/" });

api.use({
  async onRequest({ request, schemaPath }) {
    if (schemaPath.startsWith("/auth/sign") || request.headers.has("Authorization")) return;
    const token = await accessToken();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
  },
});

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What a call answers; throws a Problem where it is refused. */
export async function call<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await asked;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(0, "unreachable", { detail: String(error) });
  }
  if (answer.response.ok) return answer.data as Data;
  const body = (typeof answer.error === "object" && answer.error ? answer.error : {}) as Record<
    string,
    unknown
  >;
  // Another device may have ended the session: the next call is made by whoever is signed in then.
  if (answer.response.status === 401 && session.value) await renew().catch(() => null);
  throw new Problem(answer.response.status, String(body.code ?? "wrong"), body);
}

/**
 * What to tell a person about this code; one general sentence and the code itself where the page has no text
 * for it.
 */
export function explain(code: string, ...places: Codes[]): string {
  for (const place of places.length ? places : (["problems"] as const)) {
    const id = `${place}.${code}`;
    if (known(id)) return t(id);
  }
  if (code === "unreachable") return t("shared.unreachable");
  return code === "wrong" ? t("shared.wrong") : t("shared.refused", { code });
}

/** What to tell a person about this error. */
export const sentence = (error: unknown): string =>
  error instanceof Problem ? explain(error.code, error.codes) : t("shared.wrong");
