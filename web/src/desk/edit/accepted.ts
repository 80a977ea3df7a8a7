/** Which generated questions their owner has looked at and accepted; this device remembers it. */

import { signal } from "@preact/signals";
import { local } from "../../shared/storage";
import { quizId } from "./store";

const KEY = `quizzler.accepted.${quizId}`;

export const accepted = signal<ReadonlySet<string>>(new Set(local.get<string[]>(KEY) ?? []));

export function accept(key: string): void {
  const now = new Set(accepted.value);
  if (!now.delete(key)) now.add(key);
  accepted.value = now;
  local.set(KEY, [...now]);
}
