import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { act } from "./acts";

type Topic = components["schemas"]["TopicCounts"];

/** A quiz of ready-made questions. */
export function Trivia({ onClose }: { onClose: () => void }) {
  const topics = useSignal<Topic[]>([]);
  const busy = useSignal(false);
  useEffect(() => {
    act(async () => {
      topics.value = (await call(api.GET("/quizzes/topics/list"))).topics;
    })();
  }, []);
  const make = act(async (form: FormData) => {
    if (busy.value) return;
    busy.value = true;
    try {
      const body = {
        amount: Number(form.get("amount")),
        topic: String(form.get("topic")) || null,
        difficulty: (String(form.get("difficulty")) || null) as "easy" | null,
      };
      const made = await call(api.POST("/quizzes/trivia", { body }));
      location.assign(at(`/edit?quiz=${made.quiz.id}`));
    } finally {
      busy.value = false;
    }
  });
  return (
    <Dialog title={t("home.from_trivia")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          make(new FormData(event.currentTarget));
        }}
      >
        <label>
          <span>{t("home.topic")}</span>
          <select name="topic">
            <option value="">{t("home.any_topic")}</option>
            {topics.value.map((one) => (
              <option key={one.topic} value={one.topic} lang="en">
                {one.topic}
                {one.questions ? ` (${number(one.questions)})` : ""}
              </option>
            ))}
          </select>
        </label>
        <div class="columns">
          <label>
            <span>{t("home.difficulty")}</span>
            <select name="difficulty">
              <option value="">{t("home.any_difficulty")}</option>
              <option value="easy">{t("home.easy")}</option>
              <option value="medium">{t("home.medium")}</option>
              <option value="hard">{t("home.hard")}</option>
            </select>
          </label>
          <label>
            <span>{t("home.how_many")}</span>
            <input name="amount" type="number" min={1} max={50} defaultValue="10" required />
          </label>
        </div>
        <button type="submit" class="main" aria-disabled={busy}>
          {t("home.make")}
        </button>
      </form>
    </Dialog>
  );
}
