/** What the quiz was like after each time of editing it, and the way back. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call, sentence } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { moment, number, t } from "../../shared/i18n";
import { Prose } from "../../shared/prose/Prose";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import { act } from "../home/acts";
import { load, quiz, quizId, saveAll, saveSettings, startOver } from "./store";

type Snapshot = components["schemas"]["Snapshot"];
type Details = components["schemas"]["SnapshotDetails"];

export function History({ onClose }: { onClose: () => void }) {
  const items = useSignal<Snapshot[] | null>(null);
  const days = useSignal(0);
  const shown = useSignal<Details | null>(null);
  const refused = useSignal("");
  const params = { path: { quiz_id: quizId } };
  const tell = (error: unknown) => {
    refused.value = sentence(error);
  };
  useEffect(() => {
    const read = async () => {
      await saveAll();
      await saveSettings();
      const found = await call(api.GET("/quizzes/{quiz_id}/history", { params }));
      items.value = found.items;
      days.value = found.kept_days;
    };
    read().catch(tell);
  }, []);
  const look = (one: Snapshot) => {
    const path = { quiz_id: quizId, snapshot_id: one.id };
    call(api.GET("/quizzes/{quiz_id}/history/{snapshot_id}", { params: { path } }))
      .then((found) => {
        shown.value = found;
      })
      .catch(tell);
  };
  const restore = async (id: string) => {
    const before = items.value?.[0]?.id;
    await bringBack(id);
    onClose();
    toast(t("edit.restored"), before ? () => bringBack(before) : undefined);
  };
  return (
    <Dialog title={t("edit.history")} wide onClose={onClose}>
      <p class="refused" role="alert">
        {refused}
      </p>
      {items.value === null ? (
        !refused.value && <p role="status">{t("shared.loading")}</p>
      ) : (
        <div class="history">
          <div>
            <ol>
              {items.value.map((one, place) => (
                <li key={one.id}>
                  <button
                    type="button"
                    aria-current={shown.value?.id === one.id ? "true" : undefined}
                    onClick={() => look(one)}
                  >
                    <strong>
                      {place === 0
                        ? t("edit.now")
                        : moment(one.saved_at, { dateStyle: "medium", timeStyle: "short" })}
                    </strong>
                    <span class="faint">
                      {t("home.questions", { n: one.question_count })}
                      {one.saved_by ? ` · ${one.saved_by}` : ""}
                    </span>
                  </button>
                </li>
              ))}
            </ol>
            <p class="hint">
              {items.value.length ? t("edit.history_kept", { n: days.value }) : t("edit.no_history")}
            </p>
          </div>
          {shown.value && (
            <Version
              details={shown.value}
              isNow={shown.value.id === items.value[0]?.id}
              onRestore={act(restore)}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

/** Make the quiz what it was. What it is now stays in the history. */
async function bringBack(id: string): Promise<void> {
  const path = { quiz_id: quizId, snapshot_id: id };
  await call(api.POST("/quizzes/{quiz_id}/history/{snapshot_id}/restore", { params: { path } }));
  startOver();
  await load();
}

interface VersionProps {
  details: Details;
  isNow: boolean;
  onRestore: (id: string) => void;
}

/** The questions of a version, and what restoring it would do to each. */
function Version({ details, isNow, onRestore }: VersionProps) {
  const { questions } = details;
  const differs = questions.some((one) => one.change !== "stays") || details.title !== quiz.value?.title;
  return (
    <section aria-label={t("edit.version_of", { title: details.title })}>
      <h3 dir="auto">{details.title}</h3>
      <ol class="of-version">
        {questions.map((one, place) => (
          <li key={one.id} class={one.change}>
            <span class="n">{one.change === "goes" ? "–" : number(place + 1)}</span>
            <Prose text={one.prompt} format={one.text_format} />
            {one.change !== "stays" && <em>{t(`edit.change_${one.change}`)}</em>}
          </li>
        ))}
      </ol>
      {!isNow && (
        <p>
          <button type="button" class="main" disabled={!differs} onClick={() => onRestore(details.id)}>
            {t("edit.restore_version")}
          </button>
        </p>
      )}
      {!isNow && <p class="hint">{t(differs ? "edit.restore_hint" : "edit.same_as_now")}</p>}
    </section>
  );
}
