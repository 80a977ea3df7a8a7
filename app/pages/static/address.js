// The address of this site for other devices. A host who opened localhost has to give players another one.

import { api, at, el } from "./quizzler.js";

const CHOSEN = "quizzler.address"; // of several networks, so that the big screen shows the one that the host chose
const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
const here = location.origin + at("");
const addresses = isLocal ? await api("GET", "/realtime/addresses").then(({ items }) => items, () => []) : [here];

/** The address to give to others. If only this computer can open the site, it is that of this page. */
export function siteAddress() {
  const chosen = localStorage.getItem(CHOSEN);
  return addresses.includes(chosen) ? chosen : addresses[0] ?? here;
}

/** An address as people type it. */
export const typed = (address) => address.replace(/^https?:\/\//, "");

/** A choice where this computer is in several networks, a warning where no other device can open the site; else null. */
export function addressChoice(onChange) {
  if (!addresses.length) return el("p.notice", "Only this computer can open this address. To let phones in, start Quizzler with HOST=0.0.0.0.");
  if (addresses.length === 1) return null;
  const current = siteAddress();
  return el("label", "If phones can't open it, choose another network: ", el("select", { onchange: (event) => {
    localStorage.setItem(CHOSEN, event.target.value);
    onChange();
  } }, addresses.map((address) => el("option", { value: address, selected: address === current }, typed(address)))));
}
