// A face drawn from a seed. The same seed gives the same face everywhere, without loading anything.

import { el } from "./quizzler.js";

const COLOURS = ["#c2185b", "#1565c0", "#a15c00", "#2e7d32", "#6a1b9a", "#00707d", "#ad1457", "#4e5d6c"];
const EYES = ["M30 44h10M60 44h10", "M35 38v12M65 38v12", "M30 40l10 8M70 40l-10 8", "M31 46a5 5 0 0 1 10 0M59 46a5 5 0 0 1 10 0"];
const MOUTHS = ["M36 66q14 12 28 0", "M38 68h24", "M40 70q10-10 20 0", "M42 64a8 8 0 0 0 16 0z"];
const TOPS = ["M25 26l8-16 8 12M59 22l8-12 8 16", "M50 18v-14M44 4h12", "M22 30q28-26 56 0", ""];

function hash(seed) {
  let value = 2166136261;
  for (const letter of seed) value = Math.imul(value ^ letter.codePointAt(0), 16777619) >>> 0;
  return value;
}

/** The face of this seed, `size` pixels wide. Hidden from screen readers, which read the nickname beside it. */
export function avatar(seed, size = 32) {
  const drawn = hash(seed || "?");
  const pick = (list, shift) => list[(drawn >>> shift) % list.length];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="54" r="42" fill="${pick(COLOURS, 0)}"/>`
    + `<g fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round"><path d="${pick(EYES, 5)}"/><path d="${pick(MOUTHS, 9)}"/></g>`
    + `<path d="${pick(TOPS, 13)}" fill="none" stroke="${pick(COLOURS, 17)}" stroke-width="7" stroke-linecap="round"/></svg>`;
  return el("img.avatar", { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, alt: "", width: size, height: size });
}

/** A seed for a new face. */
// Not randomUUID, which browsers have on https and localhost only, and phones of a local network open plain http.
export const newSeed = () => [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
