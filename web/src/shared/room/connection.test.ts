import { afterEach, expect, test, vi } from "vitest";
import { RoomConnection } from "./connection";
import type { ServerMessage } from "./protocol";

/** A socket whose server speaks when the test says so. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = 1;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    FakeSocket.last = this;
  }

  send() {}
  close() {}
}

afterEach(() => vi.unstubAllGlobals());

test("what a room said before anybody listened is not lost", async () => {
  vi.stubGlobal("WebSocket", FakeSocket);
  const connection = new RoomConnection({ role: "projector", code: "ABC234" });
  await vi.waitFor(() => expect(FakeSocket.last?.onmessage).toBeTruthy());
  for (const message of [
    { type: "welcome", seq: 3 },
    { type: "player.joined", seq: 4 },
  ])
    FakeSocket.last.onmessage?.({ data: JSON.stringify(message) });
  const heard: ServerMessage["type"][] = [];
  connection.onMessage(({ type }) => heard.push(type));
  expect(heard).toEqual(["welcome", "player.joined"]);
  connection.onMessage(({ type }) => heard.push(type));
  expect(heard.length).toBe(2);
  connection.close();
});
