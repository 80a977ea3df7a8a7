/** The list of questions: adding, deleting and moving. */

import { batch } from "@preact/signals";
import { api, call } from "../../../shared/api";
import { t } from "../../../shared/i18n";
import { toast } from "../../../shared/ui/toasts";
import { fresh, type Kind } from "../draft";
import { blank, type Entry, entries, find, keep, marked, path, selected } from "./entries";
import { sendOrder } from "./order";
import { calm, create } from "./saving";
import { forget, remember } from "./undo";

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
      await calm(key); // what is being made has an id afterwards
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
    forget(back);
  });
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
