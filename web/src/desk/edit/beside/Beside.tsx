/**
 * What stands beside the form: the question as its players and takers see it, or the page that it comes from.
 */

import { signal } from "@preact/signals";
import { t } from "../../../shared/i18n";
import { local } from "../../../shared/storage";
import type { Entry } from "../store";
import { CitedPage } from "./CitedPage";
import { OnPaper, OnPhone, OnWall } from "./Preview";

const VIEWS = ["page", "phone", "projector", "exam"] as const;
type View = (typeof VIEWS)[number];

/** Whether there is no room beside the form: what is seen stands under it, a cited page above it. */
export const narrow = signal(false);
const room = matchMedia("(max-width: 75rem)");
const measure = () => {
  narrow.value = room.matches;
};
room.addEventListener("change", measure);
measure();

const KEY = "quizzler.preview";
const chosen = signal<View>(local.get<View>(KEY) ?? "page");

/** What stands beside this question: a written one has no page. */
export const viewOf = (entry: Entry): View =>
  chosen.value === "page" && !hasPage(entry) ? "phone" : chosen.value;

const hasPage = ({ citation }: Entry): boolean => Boolean(citation) && !narrow.value;

interface Props {
  entry: Entry;
  n: number;
  total: number;
}

export function Beside({ entry, n, total }: Props) {
  const views = VIEWS.filter((view) => view !== "page" || hasPage(entry));
  const view = viewOf(entry);
  const show = (next: View) => {
    chosen.value = next;
    local.set(KEY, next);
  };
  return (
    <aside class={`beside of-${view}`} aria-label={t("edit.preview")}>
      <div class="views" role="group" aria-label={t("edit.preview")}>
        {views.map((one) => (
          <button type="button" key={one} aria-pressed={one === view} onClick={() => show(one)}>
            {t(`edit.as_${one}`)}
          </button>
        ))}
      </div>
      {view === "page" && entry.citation ? (
        <CitedPage key={`${entry.citation.upload_id} ${entry.citation.page}`} citation={entry.citation} />
      ) : view === "projector" ? (
        <OnWall draft={entry.draft} n={n} total={total} />
      ) : view === "exam" ? (
        <OnPaper draft={entry.draft} n={n} total={total} />
      ) : (
        <OnPhone draft={entry.draft} n={n} total={total} />
      )}
    </aside>
  );
}
