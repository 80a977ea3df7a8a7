/**
 * The clock of a question. It counts down what the server said is left; the server decides when it is over.
 */

/** What a clock shows: when it ends on this device, or how much is left while it stands still. */
export interface Clock {
  limitMs: number;
  /** By `now()`; null while it stands still. */
  endsAt: number | null;
  leftMs: number;
}

/** Milliseconds on a clock of this device that nobody sets. */
export const now = (): number => performance.now();

export const running = (leftMs: number, limitMs: number): Clock => ({
  limitMs,
  endsAt: now() + leftMs,
  leftMs,
});

export const stopped = (leftMs: number, limitMs: number): Clock => ({ limitMs, endsAt: null, leftMs });

/** What is left now. */
export const left = (clock: Clock): number =>
  Math.max(0, clock.endsAt === null ? clock.leftMs : clock.endsAt - now());

/**
 * What is left for somebody whose time is multiplied by `factor`: events have the times of a factor of 1, and
 * what is left is as much longer as the limit.
 */
export const scaled = (leftMs: number, limitMs: number, factor: number): [number, number] => [
  leftMs + limitMs * (factor - 1),
  limitMs * factor,
];
