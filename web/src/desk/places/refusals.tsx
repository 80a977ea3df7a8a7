/**
 * Refusals beside the fields that they are about.
 *
 * A form tells its fields what was refused, by places in its draft; a list tells the fields of an entry where
 * they are. The field with the name of a refused place shows why, and is described by it.
 */

import type { Signal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { Problem, sentence } from "../../shared/api";
import { placeWords } from "./words";

/** Sentences by place, a JSON Pointer; "" is the draft as a whole. */
export type Refusals = Readonly<Record<string, string>>;

const Said = createContext<Refusals>({});
const Within = createContext("");

/** What an error says, at the place that it is about; `otherwise` where it names none. */
export function refusalsOf(error: unknown, otherwise = ""): Refusals {
  const pointer = error instanceof Problem ? error.body.pointer : undefined;
  return { [typeof pointer === "string" ? pointer : otherwise]: sentence(error) };
}

/** Do this. What is refused is kept to be shown, at `otherwise` where the refusal names no place. */
export async function orRefused(
  refused: Signal<Refusals>,
  otherwise: string,
  work: () => Promise<void>,
): Promise<void> {
  refused.value = {};
  try {
    await work();
  } catch (error) {
    refused.value = refusalsOf(error, otherwise);
  }
}

export const Form = ({ refusals, children }: { refusals: Refusals; children: ComponentChildren }) => (
  <Said.Provider value={refusals}>{children}</Said.Provider>
);

/** The fields of an entry of a list: "choices/1". */
export function Entry({ at, children }: { at: string; children: ComponentChildren }) {
  return <Within.Provider value={`${useContext(Within)}/${at}`}>{children}</Within.Provider>;
}

/** The place of the field of this name, and why it was refused; "" if it was not. */
export function useRefusal(field: string | undefined): { place: string | undefined; why: string } {
  const within = useContext(Within);
  const said = useContext(Said);
  const place = field === undefined ? undefined : field ? `${within}/${field}` : within;
  return { place, why: place === undefined ? "" : (said[place] ?? "") };
}

/** Why this field, list or entry was refused. */
export function Why({ field = "", id }: { field?: string; id?: string }) {
  const { why } = useRefusal(field);
  if (!why) return null;
  return (
    <p class="refused" id={id}>
      {why}
    </p>
  );
}

/** All that was refused, at the top of a form: where, as a way to go there, and why. */
export function AllRefusals({ refusals }: { refusals: Refusals }) {
  return (
    <div class="refusals" role="status">
      {Object.entries(refusals).map(([place, why]) => {
        const where = placeWords(place);
        return (
          <p class="refused" key={place}>
            {where && (
              <>
                <button type="button" class="plain" onClick={() => goTo(place)}>
                  {where}
                </button>
                {": "}
              </>
            )}
            {why}
          </p>
        );
      })}
    </div>
  );
}

/** Focus the field at a place, or the first one of what has this place. */
function goTo(place: string): void {
  const found = document.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`);
  for (let up = found?.parentElement; up; up = up.parentElement)
    if (up instanceof HTMLDetailsElement) up.open = true;
  const field = found?.matches("input, textarea, select")
    ? found
    : found?.querySelector("input, textarea, select");
  if (field instanceof HTMLElement) field.focus();
  found?.scrollIntoView({ block: "center" });
}
