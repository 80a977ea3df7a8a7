import { useEffect } from "preact/hooks";
import { number, t } from "../i18n";
import type { Standing } from "../room/protocol";
import { Avatar } from "../ui/Avatar";

const CONFETTI_AFTER_MS = 2_600; // when the first has come up; as the delays in stage.css

const COLOURS = ["#ffb000", "#5fd3bc", "#9ad1ff", "#f7f5ff"]; // of tokens.css

const MOST_ABREAST = 8; // on one step before they stand in two rows
const SHARE = 0.62; // of a step, the room that one of several takes

const LETTERS = 9; // of a word that fits beside others
const SMALLEST = 0.6; // which the last row can read

/** How large a name is written: smaller where a word of it would be broken. */
const sizeOf = (name: string): number =>
  Math.max(SMALLEST, Math.min(1, LETTERS / Math.max(...name.split(/\s/).map((word) => word.length))));

/** Third, second, and after a pause first. All who share a place stand on one step. */
export function Podium({ podium, confetti = false }: { podium: Standing[]; confetti?: boolean }) {
  useEffect(() => {
    if (!confetti || !podium.length) return;
    const timer = setTimeout(() => void celebrate(), CONFETTI_AFTER_MS);
    return () => clearTimeout(timer);
  }, [podium, confetti]);
  const steps = [2, 1, 3].map((rank) => ({ rank, people: podium.filter((row) => row.rank === rank) }));
  return (
    <ol class="podium">
      {steps.map(
        ({ rank, people }) =>
          people.length > 0 && (
            <li
              key={rank}
              class={`step step-${rank}`}
              style={{ "--wide": Math.max(1, SHARE * Math.min(people.length, MOST_ABREAST)) }}
            >
              <ul class="winners">
                {people.map((row) => (
                  <li key={row.player_id} style={{ "--size": sizeOf(row.nickname) }}>
                    <Avatar seed={row.avatar} />
                    <bdi>{row.nickname}</bdi>
                  </li>
                ))}
              </ul>
              <div class="block">
                <b class="block-rank">{number(rank)}</b>
                <span>{t("stage.points", { n: people[0]?.score ?? 0 })}</span>
              </div>
            </li>
          ),
      )}
    </ol>
  );
}

async function celebrate(): Promise<void> {
  const { default: confetti } = await import("canvas-confetti");
  // Without a worker, which would be a script that the Content-Security-Policy does not allow.
  const throwConfetti = confetti.create(undefined, {
    useWorker: false,
    resize: true,
    disableForReducedMotion: true,
  });
  for (const x of [0.2, 0.5, 0.8]) {
    void throwConfetti({
      colors: COLOURS,
      particleCount: 90,
      spread: 80,
      startVelocity: 55,
      origin: { x, y: 0.7 },
    });
  }
}
