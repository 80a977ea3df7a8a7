/** The settings of the quiz itself. */

import { computed, signal } from "@preact/signals";
import { api, call, Problem } from "../../../shared/api";
import type { components } from "../../../shared/generated/api";
import { session } from "../../../shared/session";
import { local } from "../../../shared/storage";
import { failed } from "../../../shared/ui/toasts";
import { type Refusals, refusalsOf } from "../../places/refusals";
import { AGAIN_MS, isPassing, path, type Quiz, quiz, quizId, SAVE_MS, saving } from "./entries";

type QuizChanges = components["schemas"]["QuizChanges"];

/** Settings that were typed and are not saved yet. This device keeps them, with what they were changes of. */
export const typed = signal<Partial<Quiz>>({});
const TYPED = `quizzler.unsaved.settings.${quizId}`;
type KeptSettings = Record<"typed" | "before", Partial<Quiz>>;
type Saved = (back: () => Promise<void>) => void;
let settingsTimer = 0;

const valuesOf = (of: Quiz, names: string[]): Partial<Quiz> =>
  Object.fromEntries(names.map((name) => [name, of[name as keyof Quiz] ?? null]));

function keepTyped(now: Partial<Quiz>): void {
  typed.value = now;
  const names = Object.keys(now);
  if (names.length && quiz.value) local.set(TYPED, { typed: now, before: valuesOf(quiz.value, names) });
  else local.remove(TYPED);
}

/** Put what was typed on this device and not saved over what is stored, unless that has changed since. */
export function settingsBack(found: Quiz): void {
  const kept = local.get<KeptSettings>(TYPED);
  if (!kept || Object.keys(typed.value).length) return;
  const names = Object.keys(kept.typed);
  if (JSON.stringify(valuesOf(found, names)) !== JSON.stringify(kept.before)) {
    keepTyped({});
    failed(new Problem(412, "changed_since"));
  } else typeSettings(kept.typed);
}

/**
 * Show these settings at once, and save them a moment after the last change. `saved` is told how to take them
 * back.
 */
export function typeSettings(changes: Partial<Quiz>, saved: Saved = () => undefined): void {
  keepTyped({ ...typed.value, ...changes });
  saveSettingsSoon(saved, SAVE_MS);
}

function saveSettingsSoon(saved: Saved, ms: number): void {
  clearTimeout(settingsTimer);
  settingsTimer = window.setTimeout(() => void saveSettings(saved).catch(failed), ms);
}

type Setting = [name: string, value: unknown];

/** A value that the server refused, and why. */
interface Refused {
  value: unknown;
  why: Refusals;
}

/** Settings that the server refused. They stay as they were typed, and hold up none of the others. */
const refusedSettings = signal<ReadonlyMap<string, Refused>>(new Map());

/** Why settings are not saved, as long as they are what was refused. */
export const settingRefusals = computed<Refusals>(() =>
  Object.assign(
    {},
    ...[...refusedSettings.value]
      .filter(([name, { value }]) => name in typed.value && typed.value[name as keyof Quiz] === value)
      .map(([, { why }]) => why),
  ),
);

let savingSettings: Promise<void> = Promise.resolve();

/** Save what was typed of the settings, after what is being saved of them. */
export function saveSettings(saved: Saved = () => undefined): Promise<void> {
  const next = savingSettings.then(() => sendSettings(saved));
  savingSettings = next.catch(() => undefined);
  return next;
}

async function sendSettings(saved: Saved): Promise<void> {
  clearTimeout(settingsTimer);
  const now = quiz.value;
  const isKnown = ([name, value]: Setting) =>
    refusedSettings.value.has(name) && refusedSettings.value.get(name)?.value === value;
  const sent: Setting[] = Object.entries(typed.value);
  const fresh = sent.filter((one) => !isKnown(one));
  if (!now || !fresh.length || !session.value) return;
  const stored: Setting[] = [];
  // All at once, as one may be allowed with another only; where that is refused, each by itself
  const store = async (part: Setting[]): Promise<void> => {
    try {
      await editQuiz(Object.fromEntries(part));
      stored.push(...part);
    } catch (error) {
      const one = part[0];
      if (!one || !isRefusal(error)) throw error;
      if (part.length > 1) for (const each of part) await store([each]);
      else if (!isKnown(one)) {
        const [name, value] = one;
        const refused = { value, why: refusalsOf(error, `/${name}`) };
        refusedSettings.value = new Map([...refusedSettings.value, [name, refused]]);
      }
    }
  };
  try {
    await store([...fresh, ...sent.filter(isKnown)]);
  } catch (error) {
    if (!isPassing(error)) throw error;
    saveSettingsSoon(saved, AGAIN_MS);
  } finally {
    forgetTyped(stored);
  }
  const before = valuesOf(
    now,
    stored.map(([name]) => name),
  );
  if (stored.length) {
    saved(async () => {
      forgetTyped(Object.entries(typed.value).filter(([name]) => name in before));
      await editQuiz(before);
    });
  }
}

/** These values are no longer only typed. */
function forgetTyped(gone: Setting[]): void {
  const values = new Map(gone);
  const rest = Object.entries(typed.value).filter(
    ([name, value]) => !values.has(name) || values.get(name) !== value,
  );
  keepTyped(Object.fromEntries(rest));
}

/** Whether the server can't take what was sent, and won't in a moment. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Problem && [400, 409, 422].includes(error.status);

/**
 * Change settings of the quiz. Its version grows with each question that is saved, so the fields are compared
 * instead: refused only if one of these was changed elsewhere since it was read.
 */
async function editQuiz(changes: QuizChanges): Promise<void> {
  const before = quiz.value;
  if (!before) return;
  saving.value += 1;
  try {
    const now = await call(api.GET("/quizzes/{quiz_id}", { params: { path } }));
    const names = Object.keys(changes) as (keyof QuizChanges)[];
    if (names.some((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))) {
      quiz.value = now;
      keepTyped({}); // what is stored now is shown, and the person is told
      throw new Problem(412, "changed_since");
    }
    const header = { "If-Match": `"${now.version}"` };
    const saved = await call(api.PATCH("/quizzes/{quiz_id}", { params: { path, header }, body: changes }));
    quiz.value = saved;
  } finally {
    saving.value -= 1;
  }
}
