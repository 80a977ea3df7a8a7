/** The way back: what was done, in steps, and what was undone. */

import { computed, signal } from "@preact/signals";
import { failed } from "../../../shared/ui/toasts";

const GROUP_MS = 1500; // keys of one field within this time are undone together
const STEPS = 200;

interface Step {
  key: string;
  field: string;
  at: number;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
}

const done = signal<Step[]>([]);
const undone = signal<Step[]>([]);
export const canUndo = computed(() => done.value.length > 0);
export const canRedo = computed(() => undone.value.length > 0);

export function remember(step: Omit<Step, "at">): void {
  const last = done.value[done.value.length - 1];
  const now = Date.now();
  const joins =
    last && step.field && last.key === step.key && last.field === step.field && now - last.at < GROUP_MS;
  const next = joins ? { ...step, undo: last.undo, at: now } : { ...step, at: now };
  done.value = [...(joins ? done.value.slice(0, -1) : done.value), next].slice(-STEPS);
  undone.value = [];
}

/** One step at a time. A step that failed can be taken again. */
async function step(from: typeof done, to: typeof done, way: "undo" | "redo"): Promise<void> {
  const last = from.value[from.value.length - 1];
  if (!last) return;
  from.value = from.value.slice(0, -1);
  try {
    await last[way]();
  } catch (error) {
    from.value = [...from.value, last];
    throw error;
  }
  to.value = [...to.value, last];
}

let stepping: Promise<void> = Promise.resolve();
const afterwards = (work: () => Promise<void>): Promise<void> => {
  stepping = stepping.then(work).catch(failed);
  return stepping;
};

export const undo = (): Promise<void> => afterwards(() => step(done, undone, "undo"));
export const redo = (): Promise<void> => afterwards(() => step(undone, done, "redo"));

/** Forget all steps: the quiz is another now. */
export function forgetAll(): void {
  done.value = [];
  undone.value = [];
}

/** Take back no more what was done by this. */
export function forget(undo: () => Promise<void>): void {
  done.value = done.value.filter((one) => one.undo !== undo);
}
