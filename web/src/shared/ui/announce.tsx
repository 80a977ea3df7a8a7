import { signal } from "@preact/signals";

const said = signal({ text: "", turn: 0 });

/** Have a screen reader read this out, also if it is what was read last. */
export function announce(text: string): void {
  said.value = { text, turn: said.value.turn + 1 };
}

/**
 * Where `announce` speaks; once on a page. Two places in turn, because a reader ignores a text that stays the
 * same.
 */
export function Announcer() {
  const { text, turn } = said.value;
  return (
    <>
      <div class="unseen" role="status">
        {turn % 2 ? text : ""}
      </div>
      <div class="unseen" role="status">
        {turn % 2 ? "" : text}
      </div>
    </>
  );
}
