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
  /** Why it is not saved, in a sentence. */
  refused: string;
  /** It was changed elsewhere meanwhile. */
  conflict: boolean;
  /** Of a new question: names its creation, so that one whose reply was lost is not made twice. */
  once: string;
}

/** What this device keeps of an entry that is not saved: the draft, and what it was a change of. */
type Kept = Pick<Entry, "draft" | "stored" | "version" | "once">;

const SAVE_MS = 700;
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
  refused: "",
  conflict: false,
  once: "",
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
      ...added.map((one) => ({ ...blank(one.draft), once: one.once, refused: t("edit.not_complete") })),
    ];
    if (!current.value) selected.value = entries.value[0]?.key ?? "";
  });
}

function blank(draft: Draft): Entry {
  return {
    key: newKey(),
    id: null,
    version: 0,
    stored: null,
    draft,
    citation: null,
    refused: "",
    conflict: false,
    once: randomName(),
  };
}

/** 32 random letters and digits; crypto.randomUUID is there on https only. */
const randomName = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Keep on this device what is not on the server. */
function keep(): void {
  const kept: Record<string, Kept> = {};
  for (const { id, key, draft, stored, version, once } of unsaved.value)
    kept[id ?? key] = { draft, stored, version, once };
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

async function step(from: typeof done, to: typeof done, way: "undo" | "redo"): Promise<void> {
  const last = from.value[from.value.length - 1];
  if (!last) return;
  from.value = from.value.slice(0, -1);
  await last[way]();
  to.value = [...to.value, last];
}

export const undo = (): Promise<void> => step(done, undone, "undo").catch(failed);
export const redo = (): Promise<void> => step(undone, done, "redo").catch(failed);

// --- Changing and saving a question ----------------------------------------------------------------------------------

const timers = new Map<string, number>();
const busy = new Set<string>();

function put(key: string, draft: Draft): void {
  change(key, { draft });
  keep();
  clearTimeout(timers.get(key));
  timers.set(
    key,
    window.setTimeout(() => void save(key), SAVE_MS),
  );
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
    timers.set(
      key,
      window.setTimeout(() => void save(key), SAVE_MS),
    );
    return;
  }
  busy.add(key);
  saving.value += 1;
  try {
    const sent = one.draft;
    const saved = one.id ? await patch(one.id, one, sent) : await create(sent, one.once);
    batch(() => {
      change(key, { id: saved.id, version: saved.version, stored: sent, refused: "" });
      if (!one.id) void place(key);
    });
  } catch (error) {
    const conflict = error instanceof Problem && ["changed_since", "question_changed"].includes(error.code);
    if (conflict && (await isStored(key, one))) return;
    change(key, { refused: sentence(error), conflict });
    if (error instanceof Problem && (error.status === 0 || error.status >= 500))
      timers.set(
        key,
        window.setTimeout(() => void save(key), 5000),
      );
  } finally {
    busy.delete(key);
    saving.value -= 1;
    keep();
  }
}

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

async function drop(gone: string[]): Promise<void> {
  for (const key of gone) {
    const index = entries.value.findIndex((one) => one.key === key);
    const entry = entries.value[index];
    if (!entry) continue;
    clearTimeout(timers.get(key));
    if (entry.id) {
      const params = { path: { ...path, question_id: entry.id } };
      await call(api.DELETE("/quizzes/{quiz_id}/questions/{question_id}", { params }));
    }
    droppedAt.set(key, { entry, index });
    const near = entries.value[index + 1] ?? entries.value[index - 1];
    batch(() => {
      entries.value = entries.value.filter((one) => one.key !== key);
      if (selected.value === key) selected.value = near?.key ?? "";
    });
  }
  keep();
}

async function bringBack(back: Dropped[]): Promise<void> {
  for (const { entry, index } of [...back].reverse()) {
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

/** Delete questions. The undo puts them back where they were. */
export async function remove(gone: string[]): Promise<void> {
  await drop(gone);
  marked.value = new Set();
  const back = () => bringBack(gone.flatMap((key) => droppedAt.get(key) ?? []));
  const deleted = { key: "", field: "", undo: back, redo: () => drop(gone) };
  remember(deleted);
  toast(t("edit.deleted", { n: gone.length }), async () => {
    done.value = done.value.filter((one) => one.undo !== back);
    await back();
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

/** Settings that were typed and are not saved yet. */
export const typed = signal<Partial<Quiz>>({});
let settingsTimer = 0;

/** Show these settings at once, and save them a moment after the last change. `saved` is told how to take them back. */
export function typeSettings(changes: Partial<Quiz>, saved: (back: () => Promise<void>) => void): void {
  typed.value = { ...typed.value, ...changes };
  clearTimeout(settingsTimer);
  settingsTimer = window.setTimeout(() => void saveSettings(saved).catch(failed), SAVE_MS);
}

let savingSettings: Promise<void> = Promise.resolve();

/** Save what was typed of the settings, after what is being saved of them. */
export function saveSettings(saved: (back: () => Promise<void>) => void): Promise<void> {
  const next = savingSettings.then(() => sendSettings(saved));
  savingSettings = next.catch(() => undefined);
  return next;
}

async function sendSettings(saved: (back: () => Promise<void>) => void): Promise<void> {
  clearTimeout(settingsTimer);
  const [sent, now] = [typed.value, quiz.value];
  if (!now || !Object.keys(sent).length) return;
  const before = Object.fromEntries(Object.keys(sent).map((name) => [name, now[name as keyof Quiz] ?? null]));
  await editQuiz(sent);
  if (typed.value === sent) typed.value = {};
  saved(async () => {
    typed.value = {};
    await editQuiz(before);
  });
}

/**
 * Change settings of the quiz. Its version grows with each question that is saved, so the fields are compared instead:
 * refused only if one of these was changed elsewhere since it was read.
 */
export async function editQuiz(changes: QuizChanges): Promise<void> {
  const before = quiz.value;
  if (!before) return;
  saving.value += 1;
  try {
    const now = await call(api.GET("/quizzes/{quiz_id}", { params: { path } }));
    const names = Object.keys(changes) as (keyof QuizChanges)[];
    if (names.some((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))) {
      quiz.value = now;
      typed.value = {}; // what is stored now is shown, and the person is told
      throw new Problem(412, "changed_since");
    }
    const header = { "If-Match": `"${now.version}"` };
    const saved = await call(api.PATCH("/quizzes/{quiz_id}", { params: { path, header }, body: changes }));
    quiz.value = saved;
  } finally {
    saving.value -= 1;
  }
}
