import { useEffect, useState } from "preact/hooks";
import { number } from "../i18n";
import { type Clock, left } from "../room/clock";

const ROUND = 2 * Math.PI * 20;
const LAST_S = 5;

/** The seconds that are left of a clock, drawn anew four times a second while it runs. */
export function useLeft(clock: Clock | null): number {
  const [ms, set] = useState(clock ? left(clock) : 0);
  useEffect(() => {
    if (!clock) return;
    set(left(clock));
    if (clock.endsAt === null) return;
    const timer = setInterval(() => set(left(clock)), 250);
    return () => clearInterval(timer);
  }, [clock]);
  return Math.ceil(ms / 1000);
}

/** The clock of a question: a ring that empties, with the seconds in it. */
export function Ring({ clock }: { clock: Clock | null }) {
  const seconds = useLeft(clock);
  if (!clock) return null;
  const part = clock.limitMs ? Math.min(1, (seconds * 1000) / clock.limitMs) : 0;
  const urgent = clock.endsAt !== null && seconds <= LAST_S;
  return (
    <div class={urgent ? "ring last" : "ring"} role="timer" aria-live="off">
      <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <circle class="track" cx="24" cy="24" r="20" />
        <circle class="rest" cx="24" cy="24" r="20" stroke-dasharray={`${ROUND * part} ${ROUND}`} />
      </svg>
      <span>{number(seconds)}</span>
    </div>
  );
}
