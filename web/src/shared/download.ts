/** Files that can be had only by who is signed in. */

import { at } from "./address";
import { Problem } from "./api";
import { accessToken } from "./session";

/** A request of the API as whoever is signed in. Throws a Problem if it is refused. */
export async function request(path: string, options: RequestInit = {}): Promise<Response> {
  const token = await accessToken();
  const headers = new Headers(options.headers);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  let answer: Response;
  try {
    answer = await fetch(at(path), { ...options, headers });
  } catch (error) {
    throw new Problem(0, "unreachable", { detail: String(error) });
  }
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  throw new Problem(answer.status, String(body.code ?? "wrong"), body);
}

/** Save what is at this path under this name. */
export async function download(path: string, name: string): Promise<void> {
  const href = URL.createObjectURL(await (await request(path)).blob());
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  URL.revokeObjectURL(href);
}
