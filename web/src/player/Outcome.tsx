/** What a question has brought: right or not, points, place, and who is one ahead. */

import { useEffect, useRef } from "preact/hooks";
import { number, t } from "../shared/i18n";
import type { AskedQuestion, Result } from "../shared/room/protocol";

const SIGNS = {
  right: "✓",
  partly: "◐",
  wrong: "✕",
  none: "–",
  vote: "♥",
  saved: "✓",
  by_hand: "✎",
} as const;

export type Kind = keyof typeof SIGNS;

/** What became of the answer; `saved` where the quiz does not tell. */
export function kindOf({ outcome }: Result, { kind }: AskedQuestion): Kind {
  return outcome === "vote" && kind === "essay" ? "by_hand" : (outcome ?? "saved");
}

const words = (kind: Kind): string => (kind === "by_hand" ? t("question.by_hand") : t(`player.${kind}`));

/** The result in one sentence, for screen readers. */
export function outcomeText(result: Result, kind: Kind): string {
  const parts = [words(kind)];
  if (result.points != null) parts.push(t("player.earned", { n: result.points }));
  if (result.rank != null) parts.push(t("player.place", { n: result.rank }));
  if (result.ahead)
    parts.push(t("player.ahead", { name: result.ahead.nickname, n: number(result.ahead.points) }));
  return parts.join(", ");
}

export function Outcome({ result, kind }: { result: Result; kind: Kind }) {
  const { points, total, rank, streak, ahead } = result;
  const leads = rank === 1;
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []); // it may be above what is seen
  return (
    <section ref={place} tabIndex={-1} class={`outcome ${kind}`} aria-label={words(kind)}>
      <p class="verdict">
        <span class="sign" aria-hidden="true">
          {SIGNS[kind]}
        </span>
        {words(kind)}
      </p>
      {points != null && kind !== "vote" && kind !== "by_hand" && (
        <p class="points">{`${points > 0 ? "+" : ""}${t("player.earned", { n: points })}`}</p>
      )}
      <p class="standing">
        {rank != null && !(leads && total === 0) && (
          <span>{leads ? t("player.lead") : t("player.place", { n: rank })}</span>
        )}
        {streak != null && streak > 1 && <span>{t("player.streak", { n: streak })}</span>}
        {ahead && (
          <span>
            <bdi>{t("player.ahead", { name: ahead.nickname, n: number(ahead.points) })}</bdi>
          </span>
        )}
      </p>
    </section>
  );
}
