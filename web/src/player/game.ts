/**
 * A player's game: what the server said, and what this person typed since.
 *
 * An answer is kept until the server has acknowledged it, and is sent again after each reconnect; what stands
 * in the fields survives a reload. Shortly before the bell, what stands there is sent; if it could not be,
 * `sending` says so.
 */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Draft, fromResponse, isQuick, toResponse, untouched } from "../shared/question/draft";
import { left } from "../shared/room/clock";
import { RoomConnection } from "../shared/room/connection";
import type { PlayerMessage, Response, ServerMessage } from "../shared/room/protocol";
import { seats } from "../shared/room/seats";
import { type RoomState, told } from "../shared/room/state";
import { accessToken } from "../shared/session";
import { tab } from "../shared/storage";

/** What has become of the answer to the question that is shown. */
export type Sending =
  | { state: "none" }
  | { state: "sending" }
  | { state: "sent" }
  /** The server refused it; `code` is one of the protocol. It can be changed and sent again. */
  | { state: "refused"; code: string }
  /** The question was over before. */
  | { state: "missed" };

/** What is known of an answer to a question before this one that no acknowledgement came for. */
export interface Earlier {
  number: number;
  /** unknown: the game ended before the server could be asked. */
  fate: "missed" | "unknown";
}

export interface Entry {
  nickname: string;
  avatar: string;
  team: number | null;
}

interface Pending {
  response: Response;
  confidence: "low" | "high" | null;
}

interface Kept {
  number: number;
  draft: Draft | null;
  pending: Pending | null;
  /** Whether this person has been told what became of it. */
  settled: boolean;
  /** An answer to a question before this one, until the server has said what became of it. */
  earlier: { number: number; pending: Pending } | null;
}

const NOTHING: Kept = { number: 0, draft: null, pending: null, settled: false, earlier: null };

const BEFORE_THE_BELL_MS = 700;
const AGAIN_MS = 1000;
const PASSING = new Set(["busy", "database_unavailable", "too_many_frames", "internal_error"]);

export class Game {
  readonly code: string;
  readonly connection: RoomConnection<PlayerMessage>;
  /** Whether this player says to be sure of the answer, where the room asks for it. */
  readonly sure = signal(false);
  private readonly room = signal<RoomState | null>(null);
  private readonly typed = signal<Draft | null>(null);
  private readonly fate = signal<Sending>({ state: "none" });
  private resume: string | null;
  private kept = NOTHING;
  private readonly former = signal<Earlier | null>(null);
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly stopBell: () => void;

  /** Join under a new name, or take up a seat again by its token. */
  constructor(code: string, start: Entry | { resume: string }) {
    this.code = code;
    this.resume = "resume" in start ? start.resume : null;
    this.kept = { ...NOTHING, ...tab.get<Kept>(this.key) };
    this.connection = new RoomConnection({
      role: "player",
      code,
      query: () => (this.resume || "resume" in start ? {} : asQuery(start)),
      protocols: async () => {
        const token = await accessToken();
        return [...(token ? ["bearer", token] : []), ...(this.resume ? ["resume", this.resume] : [])];
      },
    });
    this.connection.onMessage((message) => this.hear(message));
    this.stopBell = effect(() => this.setBell(this.room.value));
  }

  /** The room, as the server says; null until it has. */
  get state(): ReadonlySignal<RoomState | null> {
    return this.room;
  }

  /** What stands in the fields of the question that is shown. */
  get draft(): ReadonlySignal<Draft | null> {
    return this.typed;
  }

  get sending(): ReadonlySignal<Sending> {
    return this.fate;
  }

  /** An answer to an earlier question that did not count, until the question after this one. */
  get earlier(): ReadonlySignal<Earlier | null> {
    return this.former;
  }

  /** Whether the fields can be changed now. */
  get canAnswer(): boolean {
    const { state } = this.fate.value;
    const phase = this.room.value?.phase;
    return (phase === "open" || phase === "paused") && (state === "none" || state === "refused");
  }

  /** Something was chosen or typed. One press answers a question that has one answer. */
  type(draft: Draft | null): void {
    const question = this.room.peek()?.question;
    if (!question) return;
    this.typed.value = draft;
    this.keep({ draft, settled: false });
    if (isQuick(question) && draft !== null) this.answer();
  }

  /** Send what stands in the fields. */
  answer(): void {
    const question = this.room.peek()?.question;
    if (question) this.submit(this.typed.peek() ?? untouched(question));
  }

  private submit(draft: Draft | null): void {
    const state = this.room.peek();
    const response = state?.question ? toResponse(state.question, draft) : null;
    if (!state?.question || response === null || !this.canAnswer) return;
    const confidence = state.welcome.confidence ? (this.sure.peek() ? "high" : "low") : null;
    this.keep({ pending: { response, confidence }, settled: false });
    this.fate.value = { state: "sending" };
    this.flush();
  }

  /** In an assigned game: ask for the next question. */
  next(): void {
    this.connection.send({ type: "next" });
    this.connection.expectReply();
  }

  /** Leave for now; `back` returns to the same seat. */
  leave(): void {
    this.connection.send({ type: "leave" });
    this.connection.close();
  }

  /** Connect again after leaving, or after another device has taken the seat. */
  back(): void {
    this.connection.reconnect();
  }

  /** End it in this tab. */
  dispose(): void {
    clearTimeout(this.again);
    this.stopBell();
    this.connection.close();
  }

  /** Nothing that was given here is sent any more. */
  forgetAnswer(): void {
    this.kept = NOTHING;
    tab.remove(this.key);
  }

  private get key(): string {
    return `quizzler.answer.${this.code}`;
  }

  private keep(part: Partial<Kept>): void {
    this.kept = { ...this.kept, ...part };
    tab.set(this.key, this.kept);
  }

  private flush(): void {
    clearTimeout(this.again);
    const { number, pending, earlier } = this.kept;
    if (earlier) this.sendAnswer(earlier.number, earlier.pending); // the same again is no second answer
    if (pending) this.sendAnswer(number, pending);
  }

  private sendAnswer(question: number, { response, confidence }: Pending): void {
    this.connection.send({ type: "answer", question, response, ...(confidence ? { confidence } : {}) });
    this.connection.expectReply();
  }

  private hear(message: ServerMessage): void {
    const state = told(this.room.peek(), message);
    this.room.value = state;
    if (!state) return;
    if (message.type === "welcome") {
      this.resume = message.resume ?? this.resume;
      this.keepSeat(state);
    }
    const number = state.question?.number ?? state.announced?.number;
    if (number !== undefined && number !== this.kept.number) this.begin(number);
    if (message.type === "welcome") this.reconcile(state);
    else this.settle(message, state);
  }

  private keepSeat({ welcome }: RoomState): void {
    if (!welcome.resume || !welcome.player_id) return;
    seats.keep(this.code, {
      resume: welcome.resume,
      playerId: welcome.player_id,
      nickname: welcome.nickname ?? "",
      avatar: welcome.avatar ?? "",
    });
  }

  private begin(number: number): void {
    clearTimeout(this.again);
    const before = this.kept;
    const unsent = !before.pending && !before.settled && !isBlank(before.draft);
    this.former.value = unsent ? { number: before.number, fate: "missed" } : null;
    const earlier = before.pending
      ? { number: before.number, pending: before.pending }
      : before.number < number
        ? before.earlier
        : null;
    this.keep({ ...NOTHING, number, earlier });
    this.typed.value = null;
    this.sure.value = false;
    this.fate.value = { state: "none" };
  }

  /** After a connect: what this device knows, beside what the server has. */
  private reconcile(state: RoomState): void {
    const { question, answered } = state;
    if (state.phase === "ended") this.tellUnknown();
    else if (this.kept.earlier) this.flush();
    if (!question) return;
    if (answered !== undefined) {
      this.typed.value = fromResponse(question, answered) ?? this.kept.draft;
      this.sent();
      return;
    }
    this.typed.value = this.kept.draft;
    if (state.phase === "open" || state.phase === "paused") {
      if (!this.kept.pending) return;
      this.fate.value = { state: "sending" };
      this.flush();
    } else if (
      state.phase === "closed" &&
      (this.kept.pending || toResponse(question, this.kept.draft) !== null)
    ) {
      this.missed();
    }
  }

  /** The game is over, and the server can't be asked any more. */
  private tellUnknown(): void {
    const { number, pending, earlier } = this.kept;
    if (!pending && !earlier) return;
    this.former.value = { number: pending ? number : (earlier?.number ?? 0), fate: "unknown" };
    this.keep({ pending: null, earlier: null });
  }

  /** What the server says of an answer to a question before this one. */
  private settleEarlier(number: number, code: string | null): void {
    if (number !== this.kept.earlier?.number) return;
    if (code && PASSING.has(code)) {
      this.tryAgain();
      return;
    }
    this.keep({ earlier: null });
    if (code && code !== "already_answered") this.former.value = { number, fate: "missed" };
  }

  private settle(message: ServerMessage, state: RoomState): void {
    switch (message.type) {
      case "answer.accepted":
        if (message.question === this.kept.number) this.sent();
        else this.settleEarlier(message.question, null);
        break;
      case "answer.rejected":
        if (message.question === this.kept.number) this.rejected(message.code);
        else this.settleEarlier(message.question, message.code);
        break;
      case "error":
        if ((this.kept.pending || this.kept.earlier) && PASSING.has(message.code)) this.tryAgain();
        break;
      case "question.closed":
        // An answer under way can still have arrived in time: `result` says so
        if (this.fate.peek().state !== "sent" && !this.kept.pending && this.hasDraft(state)) {
          this.missed();
        }
        break;
      case "question.skipped":
        this.keep({ pending: null, settled: true });
        break;
      case "result":
        if (!this.kept.pending) break;
        if (message.outcome === "none") this.missed();
        else this.sent();
        break;
    }
  }

  private hasDraft({ question }: RoomState): boolean {
    return !!question && toResponse(question, this.typed.peek()) !== null;
  }

  private sent(): void {
    clearTimeout(this.again);
    this.keep({ pending: null, settled: true });
    this.fate.value = { state: "sent" };
  }

  private missed(): void {
    clearTimeout(this.again);
    this.keep({ pending: null, settled: true });
    this.fate.value = { state: "missed" };
  }

  private rejected(code: string): void {
    if (code === "already_answered") this.sent();
    else if (code === "too_late" || code === "not_open") this.missed();
    else if (PASSING.has(code)) this.tryAgain();
    else {
      this.keep({ pending: null });
      this.fate.value = { state: "refused", code };
    }
  }

  private tryAgain(): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.flush(), AGAIN_MS);
  }

  /** Shortly before the clock is at zero, what somebody put into the fields is sent. */
  private setBell(state: RoomState | null): () => void {
    const clock = state?.phase === "open" && state.welcome.question_total > 0 ? state.clock : null;
    if (!clock?.limitMs || clock.endsAt === null) return () => undefined;
    const bell = setTimeout(
      () => this.submit(this.typed.peek()),
      Math.max(0, left(clock) - BEFORE_THE_BELL_MS),
    );
    return () => clearTimeout(bell);
  }
}

const isBlank = (draft: Draft | null): boolean =>
  draft === null ||
  (typeof draft === "object" ? Object.values(draft) : [String(draft)]).every((text) => !text.trim());

const asQuery = ({ nickname, avatar, team }: Entry): Record<string, string> => ({
  username: nickname,
  avatar,
  ...(team === null ? {} : { team: String(team) }),
});
