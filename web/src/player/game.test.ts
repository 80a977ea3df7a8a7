import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ServerMessage } from "../shared/room/protocol";
import { Game } from "./game";
import { variant } from "./variant";

class FakeSocket {
  static all: FakeSocket[] = [];
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  readyState = 1;
  sent: { type: string; [name: string]: unknown }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  readonly url: string;
  readonly protocols: string[];

  constructor(url: string, protocols: string[]) {
    this.url = url;
    this.protocols = protocols;
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  hear(...messages: unknown[]) {
    for (const message of messages) this.onmessage?.({ data: JSON.stringify(message) });
  }

  get answers() {
    return this.sent.filter((message) => message.type === "answer");
  }
}

const WELCOME = {
  type: "welcome",
  title: "Rivers",
  state: "lobby",
  seq: 3,
  question_number: 0,
  question_total: 2,
  mode: "live",
  player_count: 1,
  player_id: "p1",
  resume: "secret",
  nickname: "Ada",
};
const QUESTION = {
  number: 1,
  total: 2,
  kind: "short_text",
  prompt: "?",
  limit_ms: 20_000,
  remaining_ms: 20_000,
};
const OPENED = { ...QUESTION, type: "question.opened", seq: 4 };
const CLOSED = { type: "question.closed", seq: 5, number: 1, key: [{ text: "x" }] };

const socket = () => {
  const last = FakeSocket.all[FakeSocket.all.length - 1];
  if (!last) throw new Error("no socket");
  return last;
};
const connected = () => vi.waitFor(() => expect(FakeSocket.all.length).toBeGreaterThan(0));
let game: Game;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  sessionStorage.clear();
  localStorage.clear();
  game = new Game("ABC123", { nickname: "Ada", avatar: "x", team: null });
  await connected();
  socket().hear(WELCOME, OPENED);
});

afterEach(() => {
  game.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("an answer", () => {
  test("is sent, and acknowledged", () => {
    game.type("Nile");
    game.answer();
    expect(socket().answers).toEqual([{ type: "answer", question: 1, response: "Nile" }]);
    expect(game.sending.value.state).toBe("sending");
    socket().hear({ type: "answer.accepted", question: 1 });
    expect(game.sending.value.state).toBe("sent");
    expect(game.canAnswer).toBe(false);
  });

  test("is sent again after a reconnect, by the same player, until it is acknowledged", async () => {
    game.type("Nile");
    game.answer();
    socket().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(socket().protocols).toEqual(["resume", "secret"]);
    expect(socket().url).toContain("since=4");
    socket().hear({ ...WELCOME, state: "open", question: QUESTION });
    expect(socket().answers).toHaveLength(1);
  });

  test("is not sent again where the server has it", async () => {
    game.type("Nile");
    game.answer();
    socket().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1000);
    socket().hear({ ...WELCOME, state: "open", question: { ...QUESTION, answered: true, response: "Nile" } });
    expect(socket().answers).toHaveLength(0);
    expect(game.sending.value.state).toBe("sent");
  });

  test("goes over a new socket where the old one is silent for five seconds", async () => {
    game.type("Nile");
    game.answer();
    await vi.advanceTimersByTimeAsync(5000);
    expect(FakeSocket.all).toHaveLength(2);
    socket().hear({ ...WELCOME, state: "open", question: QUESTION });
    expect(socket().answers).toHaveLength(1);
  });

  test("that stands in the field at the bell is sent", async () => {
    game.type("Nil");
    await vi.advanceTimersByTimeAsync(19_000);
    expect(socket().answers).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(900);
    expect(socket().answers).toEqual([{ type: "answer", question: 1, response: "Nil" }]);
  });

  test("that nobody touched is sent when it is wanted, and not at the bell", async () => {
    const choices = [
      { id: "a", text: "1" },
      { id: "b", text: "2" },
    ];
    socket().hear({ ...OPENED, number: 2, seq: 5, kind: "ordering", choices });
    await vi.advanceTimersByTimeAsync(19_900);
    expect(socket().answers).toHaveLength(0);
    game.answer();
    expect(socket().answers).toEqual([{ type: "answer", question: 2, response: ["a", "b"] }]);
  });

  test("that could not be sent is told to be missed", () => {
    game.type("Nil");
    socket().hear(CLOSED);
    expect(game.sending.value.state).toBe("missed");
  });

  test("that was under way at the bell is told by the result", () => {
    game.type("Nile");
    game.answer();
    socket().hear(CLOSED);
    expect(game.sending.value.state).toBe("sending");
    const result = { type: "result", question: 1, points: 0, total: 0, rank: 1, streak: 0, outcome: "none" };
    socket().hear(result);
    expect(game.sending.value.state).toBe("missed");
  });

  test("that can't be read can be changed", () => {
    game.type("1.234,5");
    game.answer();
    socket().hear({ type: "answer.rejected", question: 1, code: "invalid_response", message: "" });
    expect(game.sending.value).toEqual({ state: "refused", code: "invalid_response" });
    expect(game.canAnswer).toBe(true);
  });

  test("is tried again where the server is busy", async () => {
    game.type("Nile");
    game.answer();
    socket().hear({ type: "answer.rejected", question: 1, code: "busy", message: "" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(socket().answers).toHaveLength(2);
  });
});

describe("an answer of an earlier question", () => {
  const NEXT = { ...OPENED, number: 2, seq: 6 };
  const back = async (welcome: object) => {
    socket().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1000);
    socket().hear({ ...WELCOME, state: "open", question_number: 2, ...welcome });
  };
  const atTheNext = () => back({ question: { ...QUESTION, number: 2 } });
  const reload = async () => {
    game.dispose();
    game = new Game("ABC123", { resume: "secret" });
    await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(2));
  };

  test("that was never acknowledged is asked about once there is a connection", async () => {
    game.type("Nile");
    game.answer();
    await atTheNext();
    expect(socket().answers).toEqual([{ type: "answer", question: 1, response: "Nile" }]);
    expect(game.earlier.value).toBeNull();
    socket().hear({ type: "answer.rejected", question: 1, code: "too_late", message: "" });
    expect(game.earlier.value).toEqual({ number: 1, fate: "missed" });
    expect(game.sending.value.state).toBe("none");
    expect(game.canAnswer).toBe(true);
  });

  test("that had arrived needs no word", async () => {
    game.type("Nile");
    game.answer();
    await atTheNext();
    socket().hear({ type: "answer.accepted", question: 1 });
    expect(game.earlier.value).toBeNull();
    await atTheNext();
    expect(socket().answers).toHaveLength(0);
  });

  test("is asked about after a reload, too", async () => {
    game.type("Nile");
    game.answer();
    await reload();
    socket().hear({ ...WELCOME, state: "open", question_number: 2, question: { ...QUESTION, number: 2 } });
    expect(socket().answers).toEqual([{ type: "answer", question: 1, response: "Nile" }]);
  });

  test("that was only typed is told to be missed", async () => {
    game.type("Nil");
    await reload();
    socket().hear({ ...WELCOME, state: "open", question_number: 2, question: { ...QUESTION, number: 2 } });
    expect(game.earlier.value).toEqual({ number: 1, fate: "missed" });
  });

  test("is told once", async () => {
    game.type("Nil");
    socket().hear(CLOSED);
    expect(game.sending.value.state).toBe("missed");
    socket().hear(NEXT);
    expect(game.earlier.value).toBeNull();
  });

  test("that was acknowledged needs no word after a reload", async () => {
    game.type("Nile");
    game.answer();
    socket().hear({ type: "answer.accepted", question: 1 });
    await reload();
    socket().hear({ ...WELCOME, state: "open", question_number: 2, question: { ...QUESTION, number: 2 } });
    expect(game.earlier.value).toBeNull();
    expect(socket().answers).toHaveLength(0);
  });

  test("is told to be unknown where the game is over", async () => {
    game.type("Nile");
    game.answer();
    await back({ state: "ended", ended: { type: "room.ended", seq: 9, podium: [], leaderboard: [] } });
    expect(game.earlier.value).toEqual({ number: 1, fate: "unknown" });
  });
});

describe("what is typed", () => {
  test("stays through a reconnect, and through a reload", async () => {
    game.type("half a wo");
    socket().hear({ ...WELCOME, state: "open", question: QUESTION });
    expect(game.draft.value).toBe("half a wo");
    game.dispose();
    game = new Game("ABC123", { resume: "secret" });
    await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(2));
    socket().hear({ ...WELCOME, state: "open", question: QUESTION });
    expect(game.draft.value).toBe("half a wo");
  });

  test("goes with its question", () => {
    game.type("Nile");
    socket().hear({ ...OPENED, number: 2, seq: 6 });
    expect(game.draft.value).toBeNull();
  });
});

describe("after sleep", () => {
  test("a socket that stays silent is replaced within seconds", async () => {
    dispatchEvent(new Event("pageshow"));
    expect(socket().sent.map((message) => message.type)).toEqual(["ping"]);
    await vi.advanceTimersByTimeAsync(3100);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("one that replies is kept", async () => {
    dispatchEvent(new Event("pageshow"));
    socket().hear({ type: "pong" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("a lost connection comes back as soon as there is a network", async () => {
    for (let tries = 0; tries < 6; tries++) {
      socket().onclose?.({ code: 1006 });
      await vi.advanceTimersByTimeAsync(8000);
    }
    socket().onclose?.({ code: 1006 });
    const before = FakeSocket.all.length;
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(before + 1);
  });
});

test("a game that was left listens to nothing, and does again once somebody is back", async () => {
  const listening = new Set<unknown>();
  const count = (target: EventTarget) => {
    vi.spyOn(target, "addEventListener").mockImplementation((_, heard) => void listening.add(heard));
    vi.spyOn(target, "removeEventListener").mockImplementation((_, heard) => void listening.delete(heard));
  };
  count(globalThis as unknown as EventTarget);
  count(document);
  const other = new Game("DEF456", { nickname: "Bob", avatar: "y", team: null });
  expect(listening.size).toBe(1);
  other.leave();
  expect(listening.size).toBe(0);
  other.back();
  expect(listening.size).toBe(1);
  other.dispose();
  expect(listening.size).toBe(0);
  vi.restoreAllMocks();
});

test("another device takes the seat, and gives it back", async () => {
  socket().onclose?.({ code: 4002 });
  expect(game.connection.status.value).toEqual({ phase: "over", why: "replaced" });
  game.back();
  await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(2));
  expect(socket().protocols).toEqual(["resume", "secret"]);
});

test("a refusal has its code", () => {
  const refusal: ServerMessage = { type: "error", code: "nickname_taken", message: "Taken." };
  socket().hear(refusal);
  socket().onclose?.({ code: 4409 });
  expect(game.connection.status.value).toEqual({ phase: "refused", code: "nickname_taken" });
});

test("a variant of a nickname counts on, and stays short enough", () => {
  expect(variant("Ada")).toBe("Ada 2");
  expect(variant("Ada 2")).toBe("Ada 3");
  expect(variant("x".repeat(30))).toBe(`${"x".repeat(28)} 2`);
});
