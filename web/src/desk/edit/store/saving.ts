/** Changing a question, and saving it. */

import { batch } from "@preact/signals";
import { api, call, Problem } from "../../../shared/api";
import { session } from "../../../shared/session";
import { refusalsOf } from "../../places/refusals";
import { changesOf, type Draft, type Question } from "../draft";
import {
  AGAIN_MS,
  change,
  current,
  type Entry,
  entries,
  entryOf,
  find,
  isPassing,
  isUnsaved,
  keep,
  marked,
  path,
  SAVE_MS,
  saving,
  selected,
  unsaved,
} from "./entries";
import { sendOrder } from "./order";
import { remember } from "./undo";

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
  const now = find(key);
  if (now && !isUnsaved(now)) change(key, { refused: {} }); // it is as it is stored again
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
      change(key, { id: saved.id, version: saved.version, stored: sent, refused: {}, sent: null });
      if (!one.id) void place(key);
    });
    const now = find(key);
    if (now && isUnsaved(now)) saveSoon(key);
  } catch (error) {
    const conflict = error instanceof Problem && ["changed_since", "question_changed"].includes(error.code);
    if (conflict && (await isStored(key, one))) return;
    change(key, { refused: refusalsOf(error), conflict });
    if (isPassing(error)) saveSoon(key, AGAIN_MS);
    else if (one.sent && one.sent !== one.draft) saveSoon(key); // what was typed since may be complete
    if (!isPassing(error)) change(key, { sent: null });
  } finally {
    busy.delete(key);
    saving.value -= 1;
    keep();
  }
}

/**
 * Whether the server has these changes already: a save whose reply was lost, as when the page goes, is no
 * conflict.
 */
async function isStored(key: string, { id, stored, draft }: Entry): Promise<boolean> {
  const found = id ? await read(id).catch(() => null) : null;
  if (!found || !stored) return false;
  const text = (of: Draft, name: string) => JSON.stringify(of[name as keyof Draft] ?? null);
  const names = Object.keys(changesOf(stored, draft));
  if (names.some((name) => text(found.draft, name) !== text(draft, name))) return false;
  change(key, { version: found.version, stored: draft, refused: {} });
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

export const create = (sent: Draft, once: string): Promise<Question> =>
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

/** Save nothing of a question that is being taken away, and wait for what is being saved of it. */
export async function calm(key: string): Promise<void> {
  clearTimeout(timers.get(key));
  await busy.get(key);
  clearTimeout(timers.get(key));
}
