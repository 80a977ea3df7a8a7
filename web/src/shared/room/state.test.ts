import { describe, expect, test } from "vitest";
import { left } from "./clock";
import type { AskedQuestion, ServerMessage, Welcome } from "./protocol";
import { type RoomState, told } from "./state";

const WELCOME: Welcome = {
  type: "welcome",
  room_code: "ABC123",
  title: "Rivers",
  state: "lobby",
  seq: 3,
  question_number: 0,
  question_total: 2,
  locked: false,
  formula: "kahoot",
  streak_bonus: false,
  mode: "live",
  leaderboard_shown: true,
  question_on_phones: true,
  team_mode: "none",
  player_count: 1,
  player_id: "p1",
  players: [{ player_id: "p1", nickname: "Ada" }],
};
const QUESTION: AskedQuestion = {
  number: 1,
  total: 2,
  kind: "short_text",
  prompt: "Which?",
  limit_ms: 20_000,
  remaining_ms: 20_000,
};

const roomAfter = (...messages: ServerMessage[]): RoomState => {
  const state = messages.reduce<RoomState | null>(told, null);
  if (!state) throw new Error("nothing was told");
  return state;
};
const opened = { ...QUESTION, type: "question.opened", seq: 5 } as const;

describe("the state of a room", () => {
  test("is none before the first welcome", () => {
    expect(told(null, { ...opened })).toBeNull();
  });

  test("goes through the beats of a question", () => {
    const announced = {
      type: "question.announced",
      seq: 4,
      number: 1,
      total: 2,
      question: QUESTION,
    } as const;
    expect(roomAfter(WELCOME, announced)).toMatchObject({
      phase: "announced",
      clock: null,
      question: QUESTION,
    });
    expect(roomAfter(WELCOME, announced, opened)).toMatchObject({ phase: "open", announced: null });
    const paused = roomAfter(WELCOME, opened, { type: "room.paused", seq: 6, number: 1, remaining_ms: 7000 });
    expect(paused.phase).toBe("paused");
    expect(paused.clock && left(paused.clock)).toBe(7000);
    const closed = roomAfter(WELCOME, opened, {
      type: "question.closed",
      seq: 7,
      number: 1,
      key: [{ text: "x" }],
    });
    expect(closed).toMatchObject({ phase: "closed", clock: null });
  });

  test("has the time of a player who has more of it", () => {
    const { clock } = roomAfter({ ...WELCOME, time_factor: 1.5 }, opened);
    expect(clock?.limitMs).toBe(30_000);
    expect(clock && Math.round(left(clock) / 100)).toBe(300);
  });

  test("of a reconnect has one's own answer, and the time that is left", () => {
    const question = { ...QUESTION, remaining_ms: 4000, answered: true, response: "Nile" };
    const state = roomAfter({ ...WELCOME, state: "open", question });
    expect(state).toMatchObject({ phase: "open", answered: "Nile" });
    expect(roomAfter({ ...WELCOME, state: "open", question: QUESTION }).answered).toBeUndefined();
  });

  test("of a reconnect while the key is shown has the question, the key and the result", () => {
    const closed = { type: "question.closed", seq: 7, number: 1, key: ["a"] } as const;
    const result = {
      type: "result",
      question: 1,
      points: 10,
      total: 10,
      rank: 1,
      streak: 1,
      outcome: "right",
    } as const;
    const state = roomAfter({
      ...WELCOME,
      state: "closed",
      closed,
      result,
      last_question: { ...QUESTION, response: "a" },
    });
    expect(state).toMatchObject({ phase: "closed", closed, result, answered: "a" });
  });

  test("of a reconnect after a skipped question is not the lobby, from which a game can be started", () => {
    expect(roomAfter({ ...WELCOME, state: "closed", question_number: 1 }).phase).toBe("skipped");
  });

  test("counts players who join, and keeps those who lost the connection", () => {
    const bob = { player_id: "p2", nickname: "Bob" };
    const joined = roomAfter(WELCOME, { type: "player.joined", seq: 4, ...bob });
    expect(joined.players).toBe(2);
    expect(told(joined, { type: "player.left", seq: 5, ...bob })?.members.get("p2")?.present).toBe(false);
    expect(told(joined, { type: "player.left", seq: 5, ...bob, kicked: true })?.players).toBe(1);
  });
});
