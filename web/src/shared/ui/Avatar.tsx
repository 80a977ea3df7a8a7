/**
 * A cheerful face, drawn from a seed. The same seed is the same face everywhere, and nothing is loaded for
 * it.
 */

const COLOURS = ["#c2185b", "#1565c0", "#a15c00", "#2e7d32", "#6a1b9a", "#00707d", "#ad1457", "#4e5d6c"];
const EYES = [
  "M30 44q5-6 10 0M60 44q5-6 10 0",
  "M35 38v12M65 38v12",
  "M30 45h10M65 38v12",
  "M31 46a5 5 0 0 1 10 0M59 46a5 5 0 0 1 10 0",
];
const MOUTHS = ["M36 64q14 14 28 0", "M38 65q12 8 24 0", "M36 63q14 20 28 0z", "M42 64a8 8 0 0 0 16 0z"];
const TOPS = ["M25 26l8-16 8 12M59 22l8-12 8 16", "M50 18v-14M44 4h12", "M22 30q28-26 56 0", ""];

function hash(seed: string): number {
  let value = 2166136261;
  for (const sign of seed) value = Math.imul(value ^ (sign.codePointAt(0) ?? 0), 16777619) >>> 0;
  return value;
}

/** Screen readers pass over it: the nickname is beside it. */
export function Avatar({ seed, size = 32 }: { seed: string | null | undefined; size?: number }) {
  const drawn = hash(seed || "?");
  const pick = (list: string[], shift: number) => list[(drawn >>> shift) % list.length];
  return (
    <svg class="avatar" viewBox="0 0 100 100" width={size} height={size} aria-hidden="true" focusable="false">
      <circle cx="50" cy="54" r="42" fill={pick(COLOURS, 0)} />
      <g fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round">
        <path d={pick(EYES, 5)} />
        <path d={pick(MOUTHS, 9)} />
      </g>
      <path
        d={pick(TOPS, 13)}
        fill="none"
        stroke={pick(COLOURS, 17)}
        stroke-width="7"
        stroke-linecap="round"
      />
    </svg>
  );
}

/**
 * A seed for a new face. (crypto.randomUUID is missing on plain http, which phones of a local network open.)
 */
export const newSeed = (): string =>
  [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
