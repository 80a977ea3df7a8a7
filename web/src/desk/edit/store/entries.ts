/**
 * The quiz that is edited: what is stored, what was typed since, and the way back.
 *
 * Each question is saved by itself, a moment after the last key, and only what was changed of it is sent.
 * What the server can't take yet stays on this device until it can, also over a reload.
 */

import { computed, signal } from "@preact/signals";
import { quizParameter } from "../../../shared/address";
import { Problem } from "../../../shared/api";
import type { components } from "../../../shared/generated/api";
import { local } from "../../../shared/storage";
import type { Refusals } from "../../places/refusals";
import { changesOf, type Draft, draftOf, type Question } from "../draft";

export type Quiz = components["schemas"]["Quiz"];

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
  /** Why it is not saved, by places in the draft. */
  refused: Refusals;
  /** It was changed elsewhere meanwhile. */
  conflict: boolean;
  /** Of a new question: names its creation, so that one whose reply was lost is not made twice. */
  once: string;
  /** The draft whose creation was sent, as long as no reply has come: the server may have the question. */
  sent: Draft | null;
}

/** What this device keeps of an entry that is not saved: the draft, and what it was a change of. */
export type Kept = Pick<Entry, "draft" | "stored" | "version" | "once" | "sent">;

export const SAVE_MS = 700;
export const AGAIN_MS = 5000; // after a save that did not reach the server

export const quizId = quizParameter();
export const quiz = signal<Quiz | null>(null);
export const entries = signal<Entry[]>([]);
export const selected = signal("");
export const saving = signal(0);
export const marked = signal<ReadonlySet<string>>(new Set());

const KEPT = `quizzler.unsaved.${quizId}`;
export const path = { quiz_id: quizId };
let keys = 0;
const newKey = (): string => `new${++keys}`;

export const current = computed(() => entries.value.find((one) => one.key === selected.value) ?? null);
export const isUnsaved = (one: Entry): boolean =>
  one.stored === null || Object.keys(changesOf(one.stored, one.draft)).length > 0;
export const isRefused = (one: Entry): boolean => Object.keys(one.refused).length > 0;
export const unsaved = computed(() => entries.value.filter(isUnsaved));

export const entryOf = (question: Question): Entry => ({
  key: question.id,
  id: question.id,
  version: question.version,
  stored: draftOf(question),
  draft: draftOf(question),
  citation: question.citation,
  original: question.copied_from,
  refused: {},
  conflict: false,
  once: "",
  sent: null,
});

export function change(key: string, changes: Partial<Entry>): void {
  entries.value = entries.value.map((one) => (one.key === key ? { ...one, ...changes } : one));
}

export const find = (key: string): Entry | undefined => entries.value.find((one) => one.key === key);

export function blank(draft: Draft): Entry {
  return {
    key: newKey(),
    id: null,
    version: 0,
    stored: null,
    draft,
    citation: null,
    original: null,
    refused: {},
    conflict: false,
    once: randomName(),
    sent: null,
  };
}

/** 32 random letters and digits; crypto.randomUUID is there on https only. */
const randomName = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What this tab keeps on the device; the rest is of other tabs with the same quiz. */
const own = new Set<string>();

/** Keep on this device what is not on the server. */
export function keep(): void {
  const kept = local.get<Record<string, Kept>>(KEPT) ?? {};
  for (const name of own) delete kept[name];
  own.clear();
  for (const { id, draft, stored, version, once, sent } of unsaved.value) {
    const name = id ?? once;
    kept[name] = { draft, stored, version, once, sent };
    own.add(name);
  }
  if (Object.keys(kept).length) local.set(KEPT, kept);
  else local.remove(KEPT);
}

/** What is kept on this device, which this tab goes on with. */
export function takeKept(): Record<string, Kept> {
  const kept = local.get<Record<string, Kept>>(KEPT) ?? {};
  for (const name of Object.keys(kept)) own.add(name);
  return kept;
}

/** Whether the same request may work in a moment: it did not reach the server, or the server had trouble. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 500);
