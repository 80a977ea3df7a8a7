import { batch } from "@preact/signals";
import { api, call } from "../../../shared/api";
import { t } from "../../../shared/i18n";
import type { Question } from "../draft";
import { blank, current, entries, entryOf, isUnsaved, path, quiz, selected, takeKept } from "./entries";
import { settingsBack } from "./settings";
import { forgetAll } from "./undo";

/** Forget what was shown and done, before a version of the history is read. */
export function startOver(): void {
  entries.value = [];
  forgetAll();
}

/** Read the quiz, and put what was typed on this device and not saved over it. */
export async function load(): Promise<void> {
  const [found, list] = await Promise.all([
    call(api.GET("/quizzes/{quiz_id}", { params: { path } })),
    call(api.GET("/quizzes/{quiz_id}/questions", { params: { path } })),
  ]);
  const kept = takeKept();
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
        refused: { "": t("edit.not_complete") },
      })),
    ];
    if (!current.value) selected.value = entries.value[0]?.key ?? "";
  });
  settingsBack(found);
}
