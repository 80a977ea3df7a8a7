/**
 * An attempt in progress, as one store: what the server has, what was given since and is not saved yet, and
 * the clock.
 *
 * A change is kept on this device at once, sent alone, and forgotten when the server has it. It names the
 * version of the answer that it is based on, so it never overwrites a newer answer of another device: then
 * the answer has a conflict, and the person chooses. Sending goes on until it works, after a reload too.
 */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { api, call, Problem } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { type Draft, fromResponse, toResponse } from "../../shared/question/draft";
import { session } from "../../shared/session";
import { local } from "../../shared/storage";
import { onWake } from "../../shared/wake";
import { type Credentials, headersOf } from "./guest";

type Schemas = components["schemas"];
export type Attempt = Schemas["Attempt"];
export type Question = Schemas["DrawnQuestion"];
export type Submitted = Schemas["Submitted"];
export type Response = Schemas["SavedAnswer"]["response"];

/** What a person has given to a question. */
export interface Given {
  /** What stands in its fields. */
  draft: Draft | null;
  /** Of the saved answer that this is, or that it changes. */
  version: number;
  /**
   * unsaved: it is on this device only. refused: the server can't read it. conflict: another device has
   * changed it.
   */
  state: "saved" | "unsaved" | "refused" | "conflict";
  /** Why it was refused. */
  code?: string;
  /** With a conflict: what is saved. */
  saved?: { response: Response; version: number };
}

/** What the page says about saving. */
export type Saving = "saved" | "sending" | "not_all" | "offline" | "signed_out";

/** An attempt that was handed in. */
export interface Outcome {
  attempt: Submitted;
  /** The positions of answers that did not reach the server in time. */
  late: number[];
}

type Unsaved = Record<string, Given>;

const AFTER_TYPING_MS = 400;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 8_000;
const LOOK_AGAIN_MS = 60_000;

export class AttemptStore {
  readonly attempt: ReadonlySignal<Attempt>;
  readonly given = signal<ReadonlyMap<string, Given>>(new Map());
  /** How a number that was typed in another way was read, by question. */
  readonly readings = signal<ReadonlyMap<string, number>>(new Map());
  readonly saving = signal<Saving>("saved");
  /** When the time is up, by `Date.now()` of this device; null: never. */
  readonly endsAt = signal<number | null>(null);
  readonly outcome = signal<Outcome | null>(null);
  /** Whether the attempt is being handed in. */
  readonly handingIn = signal(false);
  readonly unanswered = computed(() =>
    this.current.value.questions.filter(
      (question) => question.kind !== "slide" && toResponse(question, this.draft(question.id)) === null,
    ),
  );
  private readonly current = signal<Attempt>(null as unknown as Attempt);
  private readonly credentials: Credentials;
  private readonly key: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking: ReturnType<typeof setInterval>;
  private sending: Promise<void> | null = null;
  private retry = FIRST_RETRY_MS;
  private hurry: (() => void) | null = null; // ends the pause before handing in is tried again
  private readonly unsubscribe: () => void;
  private readonly deaf: () => void; // ends listening to what wakes the page

  constructor(attempt: Attempt, credentials: Credentials) {
    this.credentials = credentials;
    this.key = `quizzler.attempt.${attempt.id}`;
    this.attempt = this.current;
    this.take(attempt, local.get<Unsaved>(this.key) ?? {});
    this.looking = setInterval(() => void this.look(), LOOK_AGAIN_MS);
    this.deaf = onWake(() => this.wake());
    document.addEventListener("visibilitychange", this.hide);
    this.unsubscribe = session.subscribe(() => {
      if (this.saving.peek() === "signed_out") this.wake();
    });
    if (this.unsaved().length) this.soon(0);
    else this.saving.value = this.settledState();
  }

  /** End it: nothing is sent any more. */
  dispose(): void {
    clearTimeout(this.timer);
    clearInterval(this.looking);
    this.deaf();
    document.removeEventListener("visibilitychange", this.hide);
    this.unsubscribe();
  }

  /** What stands in the fields of a question. */
  draft(questionId: string): Draft | null {
    return this.given.value.get(questionId)?.draft ?? null;
  }

  /** The person has given this; null takes the answer back. */
  give(questionId: string, draft: Draft | null): void {
    const before = this.given.value.get(questionId);
    this.set(questionId, { draft, version: before?.version ?? 0, state: "unsaved" });
    this.keep();
    this.soon(AFTER_TYPING_MS);
  }

  /** In a conflict: keep what is on this device, or take what the other one has saved. */
  settle(questionId: string, keep: "here" | "saved"): void {
    const conflict = this.given.value.get(questionId);
    if (!conflict?.saved) return;
    const { response, version } = conflict.saved;
    const question = this.question(questionId);
    if (keep === "saved")
      this.set(questionId, { draft: fromResponse(question, response), version, state: "saved" });
    else this.set(questionId, { draft: conflict.draft, version, state: "unsaved" });
    this.keep();
    if (this.unsaved().length) this.soon(0);
    else this.saving.value = this.settledState();
  }

  /** The time left in milliseconds, by the server's clock; null: there is no limit. */
  left(): number | null {
    const end = this.endsAt.value;
    return end === null ? null : Math.max(0, end - Date.now());
  }

  /**
   * Hand the attempt in, with what is not saved yet. Tries until the server has it. Throws what it refuses.
   */
  async handIn(): Promise<void> {
    if (this.handingIn.value) return;
    this.handingIn.value = true;
    clearTimeout(this.timer);
    try {
      await this.sending;
      const changes = this.changes();
      const unsent = this.positions((given) => given.state !== "saved");
      const done = await this.untilItWorks(() => this.submit(changes));
      const rejected = [...done.rejected, ...this.refusals()];
      if (!this.outcome.value) this.end({ attempt: { ...done, rejected }, late: done.overdue ? unsent : [] });
    } finally {
      this.handingIn.value = false;
    }
  }

  /** What the server had refused before, and nobody has corrected since. */
  private refusals(): Submitted["rejected"] {
    return this.current.value.questions.flatMap(({ id, position }) => {
      const { state } = this.given.value.get(id) ?? {};
      if (state !== "refused") return [];
      return [{ question_id: id, position, code: "invalid_response" as const, message: "" }];
    });
  }

  private end(outcome: Outcome): void {
    local.remove(this.key);
    this.dispose();
    this.outcome.value = outcome;
  }

  /** The positions of the questions whose answers are so. */
  private positions(are: (given: Given) => boolean): number[] {
    return this.current.value.questions
      .filter((question) => {
        const given = this.given.value.get(question.id);
        return given !== undefined && are(given);
      })
      .map((question) => question.position);
  }

  /** Ask the server for the attempt: its clock, and what other devices have answered. */
  async look(): Promise<void> {
    try {
      const params = { path: { attempt_id: this.current.value.id }, header: headersOf(this.credentials) };
      const attempt = await call(api.GET("/attempts/{attempt_id}", { params }));
      if (this.outcome.value) return;
      if (attempt.state === "finished" || attempt.state === "abandoned") {
        const late = this.positions((given) => given.state !== "saved");
        this.end({ attempt: { ...attempt, rejected: [] }, late });
      } else this.take(attempt, this.unsavedByQuestion());
    } catch {
      // the next look, or the next save, tells
    }
  }

  private async submit(changes: Schemas["Answer"][]): Promise<Submitted> {
    const { id, quiz_id } = this.current.value;
    const params = { path: { quiz_id }, header: headersOf(this.credentials) };
    const post = (answers: Schemas["Answer"][]) =>
      call(api.POST("/quizzes/{quiz_id}/submit", { params, body: { attempt_id: id, answers } }));
    try {
      return await post(changes);
    } catch (error) {
      // Where every one of the changes is refused, nothing is handed in, but what was saved before still
      // counts
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const { rejected } = await this.save(changes);
      return { ...(await post([])), rejected };
    }
  }

  /** Repeat a request that did not get through, with pauses that double; throws what the server refuses. */
  private async untilItWorks<Result>(ask: () => Promise<Result>): Promise<Result> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(LONGEST_RETRY_MS, wait * 2)) {
      try {
        return await ask();
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.saving.value = "offline";
        await new Promise<void>((resolve) => {
          this.hurry = resolve;
          setTimeout(resolve, wait);
        });
      }
    }
  }

  private hide = (): void => {
    if (document.visibilityState === "hidden") void this.flush();
  };

  private wake(): void {
    this.retry = FIRST_RETRY_MS;
    this.hurry?.();
    void this.look();
    if (this.unsaved().length) this.soon(0);
  }

  private soon(after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), after);
  }

  /** Send the changes that are not saved; one request at a time. */
  private flush(): Promise<void> {
    this.sending ??= this.send().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  private async send(): Promise<void> {
    clearTimeout(this.timer);
    const changes = this.changes();
    if (!changes.length || this.outcome.value) return;
    this.saving.value = this.saving.value === "offline" ? "offline" : "sending";
    const sent = new Map(
      changes.map((change) => [change.question_id, this.given.value.get(change.question_id)]),
    );
    try {
      const saved = await this.save(changes);
      this.saved(sent, saved.versions, saved.rejected);
      this.readings.value = new Map([
        ...[...this.readings.value].filter(([id]) => !sent.has(id)),
        ...saved.readings.map((reading) => [reading.question_id, reading.number] as const),
      ]);
      this.clock(saved);
      this.retry = FIRST_RETRY_MS;
      this.saving.value = this.unsaved().length ? "sending" : this.settledState();
      if (this.unsaved().length) this.soon(AFTER_TYPING_MS);
    } catch (error) {
      this.failed(error);
    }
  }

  /** What the page says once nothing is under way. */
  private settledState(): Saving {
    return this.positions((given) => given.state !== "saved").length ? "not_all" : "saved";
  }

  private save(answers: Schemas["Answer"][]): Promise<Schemas["Saved"]> {
    const params = { path: { attempt_id: this.current.value.id }, header: headersOf(this.credentials) };
    return call(api.PATCH("/attempts/{attempt_id}/answers", { params, body: { answers } }));
  }

  private failed(error: unknown): void {
    if (isPassing(error)) {
      this.saving.value = "offline";
      this.soon(this.retry);
      this.retry = Math.min(LONGEST_RETRY_MS, this.retry * 2);
    } else if (error instanceof Problem && error.status === 401) {
      this.saving.value = "signed_out"; // goes on with the next session
    } else void this.look(); // it has ended: what the server has is shown
  }

  /** The server has the answers that were sent, but for those that it rejected. */
  private saved(
    sent: ReadonlyMap<string, Given | undefined>,
    versions: Record<string, number>,
    rejected: Submitted["rejected"],
  ): void {
    const faults = new Map(rejected.map((fault) => [fault.question_id, fault]));
    for (const [id, before] of sent) {
      const now = this.given.value.get(id);
      if (!now || !before) continue;
      const fault = faults.get(id);
      const changed = now.draft !== before.draft;
      if (fault?.code === "changed_since" && fault.answer) {
        this.set(id, { ...now, state: "conflict", saved: fault.answer });
      } else if (fault) {
        if (!changed) this.set(id, { ...now, state: "refused", code: fault.code });
      } else {
        this.set(id, { ...now, version: versions[id] ?? now.version, state: changed ? "unsaved" : "saved" });
      }
    }
    this.keep();
  }

  /** Take over what the server has, but for what is not saved. */
  private take(attempt: Attempt, unsaved: Unsaved): void {
    this.current.value = attempt;
    this.clock(attempt);
    const before = this.given.value;
    this.given.value = new Map(
      attempt.questions.map((question) => {
        const change = unsaved[question.id];
        const known = before.get(question.id);
        if (known && (known.state === "conflict" || known.state === "refused")) return [question.id, known];
        if (change) return [question.id, change];
        // what was read before the last save ended
        if (known && known.version > question.answer_version) return [question.id, known];
        return [
          question.id,
          {
            draft: keptDraft(question, known) ?? fromResponse(question, question.response),
            version: question.answer_version,
            state: "saved",
          },
        ];
      }),
    );
  }

  /**
   * `now` and `deadline` are the server's; a change of this device's clock is made good by the next message.
   */
  private clock(summary: { now: string; deadline: string | null }): void {
    const behind = Date.parse(summary.now) - Date.now();
    this.endsAt.value = summary.deadline ? Date.parse(summary.deadline) - behind : null;
  }

  private set(questionId: string, given: Given): void {
    this.given.value = new Map(this.given.value).set(questionId, given);
  }

  private unsaved(): [string, Given][] {
    return [...this.given.value].filter(([, given]) => given.state === "unsaved");
  }

  private changes(): Schemas["Answer"][] {
    return this.unsaved().map(([question_id, { draft, version }]) => {
      return { question_id, response: toResponse(this.question(question_id), draft), version };
    });
  }

  private unsavedByQuestion(): Unsaved {
    return Object.fromEntries([...this.given.value].filter(([, given]) => given.state !== "saved"));
  }

  private question(id: string): Question {
    const found = this.current.value.questions.find((question) => question.id === id);
    if (!found) throw new Error(`The attempt has no question ${id}.`);
    return found;
  }

  private keep(): void {
    const unsaved = this.unsavedByQuestion();
    if (Object.keys(unsaved).length) local.set(this.key, unsaved);
    else local.remove(this.key);
  }
}

/** What stands in the fields, if the server has saved the response that it makes: `1,50` stays `1,50`. */
const keptDraft = (question: Question, known: Given | undefined): Draft | null =>
  known?.state === "saved" && known.version === question.answer_version ? known.draft : null;

/** Whether the same request may work in a moment. */
const isPassing = (error: unknown): boolean =>
  !(error instanceof Problem) || error.status === 0 || error.status === 429 || error.status >= 500;
