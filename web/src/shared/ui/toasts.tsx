/**
 * Short messages at the edge of the page. One that tells of something undoable has a button for ten seconds.
 */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem, sentence } from "../api";
import { t } from "../i18n";

interface Toast {
  id: number;
  text: string;
  kind: "done" | "bad";
  undo?: (() => Promise<unknown>) | undefined;
}

const SHOWN_MS = 10_000;
const toasts = signal<Toast[]>([]);
let last = 0;

/** Tell what was done; `undo` takes it back. */
export function toast(text: string, undo?: () => Promise<unknown>, kind: Toast["kind"] = "done"): void {
  last += 1;
  toasts.value = [...toasts.value.slice(-2), { id: last, text, kind, undo }];
}

/**
 * Tell that something failed, and why. A session that ended is told by the dialog that asks to sign in again.
 */
export function failed(error: unknown): void {
  if (!(error instanceof Problem)) console.error(error);
  else if (error.status === 401) return;
  toast(sentence(error), undefined, "bad");
}

/** Do this, and tell if it fails. Returns whether it was done. */
export async function tried(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((one) => one.id !== id);
};

/**
 * The messages that are shown now. A page has them once; an open dialog shows them too, since it covers the
 * page.
 */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <Message key={one.id} toast={one} />
      ))}
    </div>
  );
}

function Message({ toast: { id, text, kind, undo } }: { toast: Toast }) {
  const timer = useRef(0);
  const wait = () => {
    timer.current = window.setTimeout(() => dismiss(id), SHOWN_MS);
  };
  const hold = () => clearTimeout(timer.current);
  useEffect(() => {
    wait();
    return hold;
  }, []);
  return (
    <div
      class={`toast ${kind}`}
      onMouseEnter={hold}
      onMouseLeave={wait}
      onFocusCapture={hold}
      onBlurCapture={wait}
    >
      <span>{text}</span>
      {undo && (
        <button
          type="button"
          class="plain"
          onClick={() => {
            dismiss(id);
            void tried(undo);
          }}
        >
          {t("shared.undo")}
        </button>
      )}
      <button type="button" class="icon" aria-label={t("shared.dismiss")} onClick={() => dismiss(id)}>
        ×
      </button>
    </div>
  );
}
