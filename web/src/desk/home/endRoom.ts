/** Ends a room as one of its hosts does in the room itself. */

import { at } from "../../shared/address";
import { Problem } from "../../shared/api";
import type { components } from "../../shared/generated/protocol";
import { accessToken } from "../../shared/session";

type Refusal = components["schemas"]["Error"];

const PATIENCE_MS = 10_000;

export async function endRoom(code: string): Promise<void> {
  const url = new URL(at(`/realtime/ws/host/${encodeURIComponent(code)}`), location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url, ["bearer", (await accessToken()) ?? ""]);
  try {
    await new Promise<void>((ended, failed) => {
      const lost = () => failed(new Problem(0, "unreachable"));
      setTimeout(lost, PATIENCE_MS);
      socket.onclose = lost;
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data) as { type: string } | Refusal;
        if (message.type === "welcome") socket.send(JSON.stringify({ type: "end" }));
        else if (message.type === "room.ended") ended();
        else if ("code" in message) failed(new Problem(409, message.code));
      };
    });
  } finally {
    socket.close();
  }
}
