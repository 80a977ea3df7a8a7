/**
 * The events of a person, `GET /events`, as they happen: a stream of server-sent events that is read with
 * fetch, because an EventSource can't send the token. It goes on after the last event that it received.
 */

import { at } from "./address";
import { accessToken } from "./session";

export interface PersonalEvent {
  type: string;
  data: Record<string, unknown>;
}

const AGAIN_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** Call `hear` with each event until the signal is aborted, or until nobody is signed in. */
export async function follow(hear: (event: PersonalEvent) => void, signal: AbortSignal): Promise<void> {
  let last: string | null = null;
  let wait = AGAIN_MS;
  while (!signal.aborted) {
    const token = await accessToken().catch(() => "");
    if (token === null) return;
    try {
      const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
      if (last) headers["Last-Event-ID"] = last;
      const answer = await fetch(at("/events"), { headers, signal });
      if (answer.ok && answer.body) {
        wait = AGAIN_MS;
        for await (const [id, event] of blocks(answer.body)) {
          last = id ?? last;
          if (event) hear(event);
        }
      }
    } catch {
      // lost: the next round connects again
    }
    if (signal.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(LONGEST_WAIT_MS, wait * 2);
  }
}

/** The events of a stream, each with its id. */
async function* blocks(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<[string | null, PersonalEvent | null]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    const complete = text.split("\n\n");
    text = complete.pop() ?? "";
    for (const block of complete) yield parsed(block);
  }
}

/** The id and the event of one block: lines of `field: value`. */
function parsed(block: string): [string | null, PersonalEvent | null] {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const type = fields.get("event");
  const data = fields.get("data");
  const event = type && data ? { type, data: JSON.parse(data) as Record<string, unknown> } : null;
  return [fields.get("id") ?? null, event];
}
