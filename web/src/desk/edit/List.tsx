/** The questions of the quiz in order. */

import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { announce } from "../../shared/ui/announce";
import { Menu } from "../../shared/ui/Menu";
import { act } from "../home/acts";
import { accepted } from "./accepted";
import { KINDS, UNSCORED } from "./draft";
import { NumberField, TextField } from "./fields";
import { tagsOf } from "./QuestionForm";
import {
  add,
  type Entry,
  editMarked,
  entries,
  isRefused,
  isUnsaved,
  marked,
  move,
  remove,
  save,
  selected,
} from "./store";

export async function moveAndTell(key: string, by: number): Promise<void> {
  await move(key, by);
  const place = entries.value.findIndex((one) => one.key === key) + 1;
  announce(t("edit.moved", { n: place }));
}

export function List() {
  const bulk = useSignal(false);
  const dragged = useSignal("");
  const drop = (onto: string) => {
    const keys = entries.value.map((one) => one.key);
    const by = keys.indexOf(onto) - keys.indexOf(dragged.value);
    if (dragged.value && by) act(moveAndTell)(dragged.value, by);
    dragged.value = "";
  };
  return (
    <nav class="questions" aria-label={t("edit.questions")}>
      <div class="row">
        <Menu class="main-menu" label={`+ ${t("edit.add")}`}>
          {KINDS.map((kind) => (
            <button type="button" key={kind} onClick={() => add(kind)}>
              {t(`edit.kind_${kind}`)}
            </button>
          ))}
        </Menu>
        {entries.value.length > 1 && (
          <button
            type="button"
            class="quiet"
            aria-pressed={bulk.value}
            onClick={() => {
              bulk.value = !bulk.value;
              marked.value = new Set();
            }}
          >
            {t("edit.several")}
          </button>
        )}
      </div>
      {bulk.value && <Bulk />}
      <ol>
        {entries.value.map((one, index) => (
          <li
            key={one.key}
            draggable
            onDragStart={() => (dragged.value = one.key)}
            onDragOver={(event) => dragged.value && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              drop(one.key);
            }}
          >
            {bulk.value && (
              <input
                type="checkbox"
                aria-label={t("edit.choose", { n: index + 1 })}
                checked={marked.value.has(one.key)}
                onChange={() => {
                  const now = new Set(marked.value);
                  if (!now.delete(one.key)) now.add(one.key);
                  marked.value = now;
                }}
              />
            )}
            <Item entry={one} n={index + 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Item({ entry, n }: { entry: Entry; n: number }) {
  const state = entry.conflict || isRefused(entry) ? "bad" : isUnsaved(entry) ? "unsaved" : "";
  const go = (by: number) => {
    const keys = entries.value.map((one) => one.key);
    const next = keys[keys.indexOf(entry.key) + by];
    if (next) selected.value = next;
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.questions [aria-current="true"]')?.focus(),
    );
  };
  return (
    <button
      type="button"
      class={`item ${state}`}
      aria-current={selected.value === entry.key ? "true" : undefined}
      onClick={() => {
        void save(selected.value);
        selected.value = entry.key;
      }}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by || event.altKey) return;
        event.preventDefault();
        go(by);
      }}
    >
      <span class="n">{n}</span>
      <span class="text">
        <bdi>{entry.draft.name || entry.draft.prompt || t("edit.no_text")}</bdi>
        <span class="faint">
          {t(`edit.kind_${entry.draft.kind as "poll"}`)}
          {accepted.value.has(entry.key) ? ` · ${t("edit.accepted_one")}` : ""}
          {state ? ` · ${t(state === "bad" ? "edit.look" : "edit.unsaved")}` : ""}
        </span>
      </span>
    </button>
  );
}

/** The same change of all marked questions. */
function Bulk() {
  const points = useSignal<number | undefined>(undefined);
  const limit = useSignal<number | undefined>(undefined);
  const tags = useSignal<string | undefined>(undefined);
  const n = marked.value.size;
  return (
    <form
      class="bulk stack"
      onSubmit={(event) => {
        event.preventDefault();
        editMarked((draft) => ({
          ...draft,
          ...(points.value !== undefined && !UNSCORED.has(draft.kind) && { points: points.value }),
          ...(limit.value !== undefined && { time_limit_ms: limit.value }),
          ...(tags.value && { tags: [...new Set([...(draft.tags ?? []), ...(tagsOf(tags.value) ?? [])])] }),
        }));
      }}
    >
      <div class="row">
        <span class="grow">{t("home.chosen", { n })}</span>
        <button
          type="button"
          class="quiet"
          onClick={() => (marked.value = new Set(entries.value.map((one) => one.key)))}
        >
          {t("edit.choose_all")}
        </button>
      </div>
      {n > 0 && (
        <>
          <NumberField
            label={t("edit.points")}
            value={points.value}
            min={0}
            onValue={(now) => (points.value = now)}
          />
          <NumberField
            label={t("edit.limit")}
            value={limit.value}
            scale={1000}
            min={1}
            onValue={(now) => (limit.value = now)}
          />
          <TextField label={t("home.tag_new")} value={tags.value} onValue={(now) => (tags.value = now)} />
          <div class="row">
            <button type="submit" class="main">
              {t("edit.apply", { n })}
            </button>
            <button type="button" class="danger" onClick={() => act(remove)([...marked.value])}>
              {t("home.delete")}
            </button>
          </div>
        </>
      )}
    </form>
  );
}
