/**
 * The address of this site for other devices. A host who opened localhost has to give players another one.
 */

import { computed, signal } from "@preact/signals";
import { at } from "./address";
import { api, call } from "./api";
import { local } from "./storage";

const CHOSEN = "quizzler.address"; // of several networks, so that the big screen shows the one that the host chose
const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
const here = location.origin + at("");

/** The addresses that reach this site from elsewhere; null until they are known, empty if there are none. */
export const addresses = signal<string[] | null>(isLocal ? null : [here]);
const chosen = signal(local.get<string>(CHOSEN));

/** The address to give to others. If only this computer can open the site, it is that of this page. */
export const siteAddress = computed(() => {
  const found = addresses.value ?? [];
  return chosen.value && found.includes(chosen.value) ? chosen.value : (found[0] ?? here);
});

/** Ask the server for its addresses, where this page has none to give. */
export async function findAddresses(): Promise<void> {
  if (addresses.value) return;
  addresses.value = await call(api.GET("/realtime/addresses")).then(
    ({ items }) => items,
    () => [],
  );
}

export function chooseAddress(address: string): void {
  local.set(CHOSEN, address);
  chosen.value = address;
}

addEventListener("storage", (event) => {
  if (event.key === CHOSEN) chosen.value = local.get<string>(CHOSEN);
});

/** An address as people type it. */
export const typed = (address: string): string => address.replace(/^https?:\/\//, "");

/** Where players join this room. */
export const joinAddress = (code: string): string => `${siteAddress.value}/play?code=${code}`;
