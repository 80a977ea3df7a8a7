/** The quizzes of the library: which are asked for, and the pages that have come. */

import { batch, signal } from "@preact/signals";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";

export type Quiz = components["schemas"]["Quiz"];
export type Folder = components["schemas"]["Folder"];
type Tag = components["schemas"]["Tag"];

/** The shelves beside folders. */
export const SHELVES = ["all", "shared", "public", "unfiled", "archived", "deleted"] as const;
export type Shelf = (typeof SHELVES)[number];
export const SORTS = ["-created_at", "created_at", "title", "-title"] as const;

export interface View {
  shelf: Shelf;
  folder: string;
  tag: string;
  words: string;
  sort: string;
}

const FIRST: View = { shelf: "all", folder: "", tag: "", words: "", sort: "-created_at" };
const ROWS = 60;

export const view = signal<View>(fromAddress());
export const quizzes = signal<Quiz[] | null>(null);
export const more = signal(false);
export const broken = signal<unknown>(null);
export const chosen = signal<ReadonlySet<string>>(new Set());
export const folders = signal<Folder[]>([]);
export const unfiled = signal(0);
export const tags = signal<Tag[]>([]);

let cursor: string | null = null;
let asked = 0; // the answer to an older question is dropped
let waiting = false;

function fromAddress(): View {
  const given = new URLSearchParams(location.search);
  const entries = Object.entries(FIRST).map(([name, first]) => [name, given.get(name) ?? first]);
  const found = Object.fromEntries(entries) as View;
  return SHELVES.includes(found.shelf) ? found : { ...found, shelf: "all" };
}

/** Show another part of the library. The address keeps it. */
export function look(changes: Partial<View>): void {
  const now = { ...view.value, ...changes };
  view.value = now;
  const kept = Object.entries(now).filter(([name, value]) => value !== FIRST[name as keyof View]);
  const query = new URLSearchParams(kept).toString();
  history.replaceState(null, "", location.pathname + (query && `?${query}`));
  void reload();
}

/** Ask anew, from the first page. What is shown stays until the answer is there. */
export async function reload(): Promise<void> {
  asked += 1;
  cursor = null;
  waiting = false;
  chosen.value = new Set();
  await loadMore(true);
}

/** The next page of the list. */
export async function loadMore(first = false): Promise<void> {
  if (waiting || (!first && !more.value)) return;
  waiting = true;
  const mine = asked;
  const { shelf, folder, tag, words, sort } = view.value;
  try {
    const query = {
      limit: ROWS,
      cursor: cursor ?? undefined,
      sort: sort as (typeof SORTS)[number],
      q: words.trim() || undefined,
      tag: tag ? [tag] : undefined,
      folder_id: folder || undefined,
      shared: shelf === "shared" || undefined,
      unfiled: shelf === "unfiled" || undefined,
      archived: shelf === "archived" || undefined,
      deleted: shelf === "deleted" || undefined,
      visibility: shelf === "public" ? ("public" as const) : undefined,
    };
    const page = await call(api.GET("/quizzes", { params: { query } }));
    if (mine !== asked) return;
    batch(() => {
      quizzes.value = first ? page.items : [...(quizzes.value ?? []), ...page.items];
      more.value = page.next_cursor !== null;
      broken.value = null;
    });
    cursor = page.next_cursor;
  } catch (error) {
    if (mine === asked) broken.value = error;
  } finally {
    if (mine === asked) waiting = false;
  }
}

export async function loadShelves(): Promise<void> {
  const [all, kept] = await Promise.all([call(api.GET("/folders")), call(api.GET("/tags"))]);
  batch(() => {
    folders.value = all.items;
    unfiled.value = all.unfiled_count;
    tags.value = kept.items.filter((one) => one.quizzes > 0);
  });
}

export const reloadAll = (): Promise<unknown> => Promise.all([reload(), loadShelves()]);
