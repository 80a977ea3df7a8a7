/** Who is signed in. All tabs share the session; the pages that are not rebuilt yet read the same place. */

import { computed, signal } from "@preact/signals";
import { at, ROOT } from "./address";
import type { components } from "./generated/api";
import { local } from "./storage";

export type Session = components["schemas"]["Session"];

const KEY = `quizzler.session${ROOT}`;
const kept = signal<Session | null>(local.get<Session>(KEY));

addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) reread();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) reread(); // a page that comes back has heard nothing meanwhile
});

function reread(): void {
  kept.value = local.get<Session>(KEY);
}

/** The session, or null where nobody is signed in. */
export const session = computed(() => kept.value);

export function signIn(found: Session): void {
  local.set(KEY, found);
  kept.value = found;
}

export function forgetSession(): void {
  local.remove(KEY);
  kept.value = null;
}

let renewing: Promise<Session | null> | null = null;

/**
 * A session with a new access token; null, and signed out, if it has ended. Throws where the server can't be
 * reached.
 */
export function renew(): Promise<Session | null> {
  renewing ??= exchange().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function exchange(): Promise<Session | null> {
  const known = kept.value;
  reread();
  const before = kept.value;
  if (!before) return null;
  // another tab has renewed it
  if (known && before.refresh_token !== known.refresh_token && !endsSoon(before.access_token)) return before;
  const answer = await fetch(at("/auth/refresh"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: before.refresh_token }),
  });
  const renewed: Session | null = answer.ok ? await answer.json() : null;
  if (local.get<Session>(KEY)?.refresh_token !== before.refresh_token) {
    reread(); // signed out or in elsewhere meanwhile: that counts
  } else if (renewed) signIn(renewed);
  else if (answer.status < 500 && answer.status !== 429) forgetSession();
  else throw new Error(`The session could not be renewed: ${answer.status}`);
  return kept.value;
}

/**
 * An access token that is good for a while yet, renewed if it is about to end; null where nobody is signed
 * in.
 */
export async function accessToken(): Promise<string | null> {
  const now = kept.value;
  if (!now) return null;
  return (endsSoon(now.access_token) ? await renew() : now)?.access_token ?? null;
}

const SOON_MS = 60_000;

function endsSoon(token: string): boolean {
  try {
    const claims = JSON.parse(atob((token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/")));
    return claims.exp * 1000 - Date.now() < SOON_MS;
  } catch {
    return true;
  }
}
