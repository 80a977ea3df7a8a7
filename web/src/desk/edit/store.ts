/**
 * The quiz that is edited: what is stored, what was typed since, and the way back.
 *
 * Each question is saved by itself, a moment after the last key, and only what was changed of it is sent. What the server
 * can't take yet stays on this device until it can, also over a reload.
 */

import { batch, computed, signal } from "@preact/signals";
import { api, call, Problem, sentence } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { session } from "../../shared/session";
import { local } from "../../shared/storage";
import { failed, toast } from "../../shared/ui/toasts";
import { changesOf, type Draft, draftOf, fresh, type Kind, type Question } from "./draft";

export type Quiz = components["schemas"]["Quiz"];
type QuizChanges = components["schemas"]["QuizChanges"];

export interface Entry {
  /** Of this list only: a new question has no id yet. */
  key: string;
  id: string | null;
  version: number;
  /** The draft that was saved last; null: none. */
  stored: Draft | null;
  draft: Draft;
  citation: Question["citation"];
  /** The question that it is a copy of. */
  original: Question["copied_from"];
  /** Why it is not saved, in a sentence. */
  refused: string;
  /** It was changed elsewhere meanwhile. */
  conflict: boolean;
  /** Of a new question: names its creation, so that one whose reply was lost is not made twice. */
  once: string;
  /** The draft whose creation was sent, as long as no reply has come: the server may have the question. */
  sent: Draft | null;
}

/** What this device keeps of an entry that is not saved: the draft, and what it was a change of. */
type Kept = Pick<Entry, "draft" | "stored" | "version" | "once" | "sent">;

const SAVE_MS = 700;
const AGAIN_MS = 5000; // after a save that did not reach the server
const GROUP_MS = 1500; // keys of one field within this time are undone together
const STEPS = 200;

export const quizId = new URLSearchParams(location.search).get("quiz") ?? "";
export const quiz = signal<Quiz | null>(null);
export const entries = signal<Entry[]>([]);
export const selected = signal("");
export const saving = signal(0);
export const marked = signal<ReadonlySet<string>>(new Set());

const KEPT = `quizzler.unsaved.${quizId}`;
const path = { quiz_id: quizId };
let keys = 0;
const newKey = (): string => `new${++keys}`;

export const current = computed(() => entries.value.find((one) => one.key === selected.value) ?? null);
export const isUnsaved = (one: Entry): boolean =>
  one.stored === null || Object.keys(changesOf(one.stored, one.draft)).length > 0;
export const unsaved = computed(() => entries.value.filter(isUnsaved));

const entryOf = (question: Question): Entry => ({
  key: question.id,
  id: question.id,
  version: question.version,
  stored: draftOf(question),
  draft: draftOf(question),
  citation: question.citation,
  original: question.copied_from,
  refused: "",
  conflict: false,
  once: "",
  sent: null,
});

function change(key: string, changes: Partial<Entry>): void {
  entries.value = entries.value.map((one) => (one.key === key ? { ...one, ...changes } : one));
}

const find = (key: string): Entry | undefined => entries.value.find((one) => one.key === key);

/** Read the quiz, and put what was typed on this device and not saved over it. */
export async function load(): Promise<void> {
  const [found, list] = await Promise.all([
    call(api.GET("/quizzes/{quiz_id}", { params: { path } })),
    call(api.GET("/quizzes/{quiz_id}/questions", { params: { path } })),
  ]);
  const kept = local.get<Record<string, Kept>>(KEPT) ?? {};
  batch(() => {
    quiz.value = found;
    const before = entries.value;
    const read = list.items.map((question) => {
      const one = entryOf(question as Question);
      const known = before.find((entry) => entry.id === question.id);
      if (known && isUnsaved(known)) return known;
      // A change goes on from what it was a change of: if that has changed since, saving it is a conflict
      return { ...one, ...kept[question.id], key: known?.key ?? one.key };
    });
    const fresh = before.filter((one) => one.id === null);
    const here = new Set(fresh.map((one) => one.once));
    const added = Object.values(kept).filter((one) => one.stored === null && !here.has(one.once));
    entries.value = [
      ...read,
      ...fresh,
      ...added.map((one) => ({
        ...blank(one.draft),
        once: one.once,
        sent: one.sent ?? null,
        refused: t("edit.not_complete"),
      })),
    ];
    if (!current.value) selected.value = entries.value[0]?.key ?? "";
  });
  settingsBack(found);
}

function blank(draft: Draft): Entry {
  return {
    key: newKey(),
    id: null,
    version: 0,
    stored: null,
    draft,
    citation: null,
    original: null,
    refused: "",
    conflict: false,
    once: randomName(),
    sent: null,
  };
}

/** 32 random letters and digits; crypto.randomUUID is there on https only. */
const randomName = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Keep on this device what is not on the server. */
function keep(): void {
  const kept: Record<string, Kept> = {};
  for (const { id, key, draft, stored, version, once, sent } of unsaved.value)
    kept[id ?? key] = { draft, stored, version, once, sent };
  if (Object.keys(kept).length) local.set(KEPT, kept);
  else local.remove(KEPT);
}

// --- The way back ----------------------------------------------------------------------------------------------------

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

function remember(step: Omit<Step, "at">): void {
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

// --- Changing and saving a question ----------------------------------------------------------------------------------

const timers = new Map<string, number>();
const busy = new Map<string, Promise<void>>();

/** Save it when this time has passed without another change. */
function saveSoon(key: string, ms = SAVE_MS): void {
  clearTimeout(timers.get(key));
  timers.set(
    key,
    window.setTimeout(() => void save(key), ms),
  );
}

function put(key: string, draft: Draft): void {
  change(key, { draft });
  keep();
  saveSoon(key);
}

/** The draft of the selected question with these fields changed; undefined takes one away. */
export function edit(changes: Partial<Draft>): void {
  const one = current.value;
  if (!one) return;
  const before = one.draft;
  const after = { ...before, ...changes };
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) delete after[name as keyof Draft];
  apply(one.key, before, after, Object.keys(changes).join());
}

function apply(key: string, before: Draft, after: Draft, field: string): void {
  const back = async (draft: Draft) => {
    selected.value = key;
    put(key, draft);
  };
  remember({ key, field, undo: () => back(before), redo: () => back(after) });
  put(key, after);
}

/** Change all marked questions in the same way; one step of undo for all of them. */
export function editMarked(changes: (draft: Draft) => Draft): void {
  const before = entries.value
    .filter((one) => marked.value.has(one.key))
    .map((one) => [one.key, one.draft] as const);
  const after = before.map(([key, draft]) => [key, changes(draft)] as const);
  const all = async (drafts: typeof after) => {
    for (const [key, draft] of drafts) put(key, draft);
  };
  remember({ key: "", field: "", undo: () => all(before), redo: () => all(after) });
  void all(after);
}

/** Save a question now, if anything of it is not saved. One that is being saved is saved again afterwards. */
export async function save(key: string): Promise<void> {
  clearTimeout(timers.get(key));
  const one = find(key);
  if (!one || one.conflict || !isUnsaved(one) || !session.value) return;
  if (busy.has(key)) {
    saveSoon(key);
    return;
  }
  const saved = sendOne(key, one);
  busy.set(key, saved);
  await saved;
}

async function sendOne(key: string, one: Entry): Promise<void> {
  saving.value += 1;
  try {
    // A creation that got no reply is repeated as it was, so that the server knows it again
    const sent = one.id ? one.draft : (one.sent ?? one.draft);
    if (!one.id) {
      change(key, { sent });
      keep();
    }
    const saved = one.id ? await patch(one.id, one, sent) : await create(sent, one.once);
    batch(() => {
      change(key, { id: saved.id, version: saved.version, stored: sent, refused: "", sent: null });
      if (!one.id) void place(key);
    });
    const now = find(key);
    if (now && isUnsaved(now)) saveSoon(key);
  } catch (error) {
    const conflict = error instanceof Problem && ["changed_since", "question_changed"].includes(error.code);
    if (conflict && (await isStored(key, one))) return;
    change(key, { refused: sentence(error), conflict });
    if (isPassing(error)) saveSoon(key, AGAIN_MS);
    else if (one.sent && one.sent !== one.draft) saveSoon(key); // what was typed since may be complete
    if (!isPassing(error)) change(key, { sent: null });
  } finally {
    busy.delete(key);
    saving.value -= 1;
    keep();
  }
}

/** Whether the same request may work in a moment: it did not reach the server, or the server had trouble. */
const isPassing = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 500);

/** Whether the server has these changes already: a save whose reply was lost, as when the page goes, is no conflict. */
async function isStored(key: string, { id, stored, draft }: Entry): Promise<boolean> {
  const found = id ? await read(id).catch(() => null) : null;
  if (!found || !stored) return false;
  const text = (of: Draft, name: string) => JSON.stringify(of[name as keyof Draft] ?? null);
  const names = Object.keys(changesOf(stored, draft));
  if (names.some((name) => text(found.draft, name) !== text(draft, name))) return false;
  change(key, { version: found.version, stored: draft, refused: "" });
  return true;
}

const read = async (id: string): Promise<Entry> => {
  const params = { path: { ...path, question_id: id } };
  return entryOf((await call(api.GET("/quizzes/{quiz_id}/questions/{question_id}", { params }))) as Question);
};

const patch = (id: string, { stored, version }: Entry, sent: Draft) =>
  call(
    api.PATCH("/quizzes/{quiz_id}/questions/{question_id}", {
      params: { path: { ...path, question_id: id }, header: { "If-Match": `"${version}"` } },
      body: changesOf(stored ?? ({} as Draft), sent),
    }),
  );

const create = (sent: Draft, once: string): Promise<Question> =>
  call(
    api.POST("/quizzes/{quiz_id}/questions", {
      params: { path, header: { "Idempotency-Key": once } },
      body: sent as never,
    }),
  ) as Promise<Question>;

/** A new question was added at the end of the stored ones; put it where it stands here. */
async function place(key: string): Promise<void> {
  const ids = entries.value.map((one) => one.id).filter((id) => id !== null);
  if (ids[ids.length - 1] !== find(key)?.id) await sendOrder();
}

export const saveAll = (): Promise<unknown> => Promise.all(unsaved.value.map((one) => save(one.key)));

/** After a conflict: take what is stored, or put what was typed over it. */
export async function settle(key: string, mine: boolean): Promise<void> {
  const one = find(key);
  if (!one?.id) return;
  const found = await read(one.id);
  change(key, { ...found, key, draft: mine ? one.draft : found.draft });
  keep();
  if (mine) await save(key);
}

// --- The list --------------------------------------------------------------------------------------------------------

export function add(kind: Kind): void {
  insert(blank(fresh(kind)));
}

function insert(entry: Entry): void {
  const after = entries.value.findIndex((one) => one.key === selected.value);
  const index = after < 0 ? entries.value.length : after + 1;
  const show = () => {
    entries.value = [...entries.value.slice(0, index), entry, ...entries.value.slice(index)];
    selected.value = entry.key;
    keep();
  };
  remember({
    key: entry.key,
    field: "",
    undo: () => drop([entry.key]),
    redo: async () => {
      const gone = droppedAt.get(entry.key);
      if (gone) await bringBack([gone]);
      else show();
    },
  });
  show();
}

interface Dropped {
  entry: Entry;
  index: number;
}
const droppedAt = new Map<string, Dropped>();

/** Take questions away. `went` is told of each that is gone, also if a later one fails. */
async function drop(gone: string[], went: string[] = []): Promise<void> {
  try {
    for (const key of gone) {
      clearTimeout(timers.get(key));
      await busy.get(key); // what is being made has an id afterwards
      clearTimeout(timers.get(key));
      const entry = find(key);
      if (!entry) continue;
      const id = entry.id ?? (entry.sent && (await create(entry.sent, entry.once)).id);
      if (id) {
        const params = { path: { ...path, question_id: id } };
        await call(api.DELETE("/quizzes/{quiz_id}/questions/{question_id}", { params }));
      }
      const index = entries.value.findIndex((one) => one.key === key);
      droppedAt.set(key, { entry: { ...entry, id, sent: null, stored: entry.stored ?? entry.sent }, index });
      went.push(key);
      const near = entries.value[index + 1] ?? entries.value[index - 1];
      batch(() => {
        entries.value = entries.value.filter((one) => one.key !== key);
        if (selected.value === key) selected.value = near?.key ?? "";
      });
    }
  } finally {
    keep();
  }
}

async function bringBack(back: Dropped[]): Promise<void> {
  const missing = back.filter(({ entry }) => !find(entry.key)); // the others came back before
  for (const { entry, index } of [...missing].reverse()) {
    let version = entry.version;
    if (entry.id) {
      const params = { path: { ...path, question_id: entry.id } };
      const found = await call(api.POST("/quizzes/{quiz_id}/questions/{question_id}/restore", { params }));
      version = found.version;
    }
    entries.value = [...entries.value.slice(0, index), { ...entry, version }, ...entries.value.slice(index)];
    selected.value = entry.key;
  }
  keep();
  await sendOrder();
}

/** Delete questions. The undo puts them back where they were: all that went, if one could not be deleted. */
export async function remove(gone: string[]): Promise<void> {
  const went: string[] = [];
  try {
    await drop(gone, went);
  } finally {
    marked.value = new Set([...marked.value].filter((key) => find(key)));
    if (went.length) tellDeleted(went);
  }
}

function tellDeleted(went: string[]): void {
  const back = () => bringBack(went.flatMap((key) => droppedAt.get(key) ?? []));
  remember({ key: "", field: "", undo: back, redo: () => drop(went) });
  toast(t("edit.deleted", { n: went.length }), async () => {
    await back();
    done.value = done.value.filter((one) => one.undo !== back);
  });
}

async function sendOrder(): Promise<void> {
  const ids = entries.value.map((one) => one.id).filter((id) => id !== null);
  await call(
    api.PUT("/quizzes/{quiz_id}/questions/order", { params: { path }, body: { question_ids: ids } }),
  );
}

/** Move a question by so many places, or to the place of another. */
export async function move(key: string, by: number): Promise<void> {
  const from = entries.value.findIndex((one) => one.key === key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= entries.value.length) return;
  const before = entries.value.map((one) => one.key);
  const order = before.filter((one) => one !== key);
  order.splice(to, 0, key);
  const arrange = async (keys: string[]) => {
    const rank = new Map(keys.map((one, index) => [one, index]));
    entries.value = [...entries.value].sort((a, b) => (rank.get(a.key) ?? 0) - (rank.get(b.key) ?? 0));
    await sendOrder();
  };
  remember({ key, field: "", undo: () => arrange(before), redo: () => arrange(order) });
  await arrange(order);
}

// --- The quiz itself -------------------------------------------------------------------------------------------------

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
function settingsBack(found: Quiz): void {
  const kept = local.get<KeptSettings>(TYPED);
  if (!kept || Object.keys(typed.value).length) return;
  const names = Object.keys(kept.typed);
  if (JSON.stringify(valuesOf(found, names)) !== JSON.stringify(kept.before)) {
    keepTyped({});
    failed(new Problem(412, "changed_since"));
  } else typeSettings(kept.typed);
}

/** Show these settings at once, and save them a moment after the last change. `saved` is told how to take them back. */
export function typeSettings(changes: Partial<Quiz>, saved: Saved = () => undefined): void {
  keepTyped({ ...typed.value, ...changes });
  saveSettingsSoon(saved, SAVE_MS);
}

function saveSettingsSoon(saved: Saved, ms: number): void {
  clearTimeout(settingsTimer);
  settingsTimer = window.setTimeout(() => void saveSettings(saved).catch(failed), ms);
}

type Setting = [name: string, value: unknown];

/** Values that the server refused. They stay as they were typed, and hold up none of the others. */
const refusedSettings = new Map<string, unknown>();

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
    refusedSettings.has(name) && refusedSettings.get(name) === value;
  const sent: Setting[] = Object.entries(typed.value);
  const fresh = sent.filter((one) => !isKnown(one));
  if (!now || !fresh.length || !session.value) return;
  const stored: Setting[] = [];
  const refusals: unknown[] = [];
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
        refusedSettings.set(...one);
        refusals.push(error);
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
  if (refusals.length) throw refusals[0];
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
 * Change settings of the quiz. Its version grows with each question that is saved, so the fields are compared instead:
 * refused only if one of these was changed elsewhere since it was read.
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
