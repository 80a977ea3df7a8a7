/** Lists of parts that every kind of question has in its own way: choices, answers, pairs, criteria. */

import type { ComponentChildren } from "preact";
import { t } from "../../../shared/i18n";
import { Entry, useRefusal, Why } from "../../places/refusals";

/** A list with one of its parts changed, or without it. */
export const changed = <Part,>(list: Part[], index: number, part: Partial<Part>): Part[] =>
  list.map((one, place) => (place === index ? cleaned({ ...one, ...part }) : one));
export const without = <Part,>(list: Part[], index: number): Part[] =>
  list.filter((_, place) => place !== index);
export const cleaned = <Part,>(part: Part): Part =>
  Object.fromEntries(Object.entries(part as object).filter(([, value]) => value !== undefined)) as Part;

interface RowsProps<Part> {
  /** Its name in the draft. */
  list: string;
  legend: string;
  hint?: string | undefined;
  parts: Part[];
  onParts: (parts: Part[]) => void;
  fresh: Part;
  add: string;
  /** The least number of rows. */
  least?: number;
  ordered?: boolean;
  children: (part: Part, index: number, change: (part: Partial<Part>) => void) => ComponentChildren;
}

/** Rows that can be added, removed and, where their order counts, moved. */
export function Rows<Part>(props: RowsProps<Part>) {
  const { list, legend, hint, parts, onParts, fresh, add, least = 1, ordered, children } = props;
  const move = (from: number, to: number) => {
    const part = parts[from];
    if (part === undefined || to < 0 || to >= parts.length) return;
    const next = without(parts, from);
    next.splice(to, 0, part);
    onParts(next);
  };
  return (
    <fieldset class="rows" data-place={useRefusal(list).place}>
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      <Why field={list} />
      {parts.map((part, index) => (
        <div class="part" key={index}>
          <Entry at={`${list}/${index}`}>
            <Fields>{children(part, index, (change) => onParts(changed(parts, index, change)))}</Fields>
          </Entry>
          {ordered && (
            <>
              <button
                type="button"
                class="icon"
                aria-label={t("edit.row_up", { n: index + 1 })}
                aria-disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="icon"
                aria-label={t("edit.row_down", { n: index + 1 })}
                aria-disabled={index === parts.length - 1}
                onClick={() => move(index, index + 1)}
              >
                ↓
              </button>
            </>
          )}
          {parts.length > least && (
            <button
              type="button"
              class="icon"
              aria-label={t("edit.row_remove", { n: index + 1 })}
              onClick={() => onParts(without(parts, index))}
            >
              ×
            </button>
          )}
        </div>
      ))}
      <button type="button" class="quiet" onClick={() => onParts([...parts, fresh])}>
        + {add}
      </button>
    </fieldset>
  );
}

/** The fields of a row, and what was refused of it as a whole. */
function Fields({ children }: { children: ComponentChildren }) {
  return (
    <div class="part-fields" data-place={useRefusal("").place}>
      {children}
      <Why />
    </div>
  );
}
