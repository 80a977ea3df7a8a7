/** Light, dark or high contrast, as the reader chose; as the device prefers until then. */

import { effect, signal } from "@preact/signals";
import { ROOT } from "./address";
import { local } from "./storage";

export const THEMES = ["auto", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = `quizzler.theme${ROOT}`;
export const theme = signal<Theme>(local.get<Theme>(KEY) ?? "auto");

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

export function chooseTheme(chosen: string): void {
  const found = THEMES.find((one) => one === chosen);
  if (!found) return;
  local.set(KEY, found);
  theme.value = found;
}
