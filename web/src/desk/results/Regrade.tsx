import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { moment, number, t } from "../../shared/i18n";
import { toast, tried } from "../../shared/ui/toasts";

type Schemas = components["schemas"];
type Method = "key" | "full_points" | "void";

const METHODS: Method[] = ["key", "full_points", "void"];

interface Props {
  quizId: string;
  statistics: Schemas["QuizStatistics"];
  onDone: () => void;
}

/** Mark attempts anew after a key was corrected: first what would change for whom, then the change itself. */
export function Regrade({ quizId, statistics, onDone }: Props) {
  const chosen = useSignal<ReadonlyMap<string, Method>>(new Map());
  const preview = useSignal<Schemas["RegradePreview"] | null>(null);
  const log = useSignal<Schemas["LoggedRegrade"][]>([]);
  const questions = statistics.questions.filter((one) => one.current && !one.deleted && one.kind !== "slide");
  const path = { quiz_id: quizId };
  const body = (): Schemas["NewRegrade"] => ({
    by_hand: false,
    questions: [...chosen.value].map(([question_id, method]) => ({ question_id, method })),
  });
  const loadLog = () =>
    tried(async () => {
      log.value = (await call(api.GET("/quizzes/{quiz_id}/regrades", { params: { path } }))).items;
    });
  useEffect(() => {
    void loadLog();
  }, []);

  const choose = (id: string, method: string) => {
    const next = new Map(chosen.value);
    if (METHODS.includes(method as Method)) next.set(id, method as Method);
    else next.delete(id);
    chosen.value = next;
    preview.value = null;
  };
  const look = () =>
    tried(async () => {
      const params = { path, query: { limit: 100 } };
      preview.value = await call(api.POST("/quizzes/{quiz_id}/regrades/preview", { params, body: body() }));
    });
  const apply = () =>
    tried(async () => {
      const done = await call(api.POST("/quizzes/{quiz_id}/regrades", { params: { path }, body: body() }));
      toast(t("results.regraded", { n: done.changed_scores }));
      preview.value = null;
      chosen.value = new Map();
      await loadLog();
      onDone();
    });

  return (
    <section aria-label={t("results.regrade")}>
      <p>{t("results.regrade_hint")}</p>
      <ul class="plain-list">
        {questions.map((question) => (
          <li key={question.question_id}>
            <label class="row">
              <span class="grow" dir="auto">
                {question.position !== null && `${number(question.position)}. `}
                {question.prompt.replace(/\[\[[^\]]+\]\]/g, "____")}
              </span>
              <select
                value={chosen.value.get(question.question_id) ?? ""}
                onChange={(event) => choose(question.question_id, event.currentTarget.value)}
              >
                <option value="">{t("results.leave")}</option>
                {METHODS.map((method) => (
                  <option key={method} value={method}>
                    {t(`results.method_${method}`)}
                  </option>
                ))}
              </select>
            </label>
          </li>
        ))}
      </ul>
      <p class="row">
        <button type="button" class="main" disabled={!chosen.value.size} onClick={() => void look()}>
          {t("results.preview")}
        </button>
      </p>
      {preview.value && <Changes preview={preview.value} onApply={apply} />}
      {log.value.length > 0 && (
        <>
          <h2>{t("results.log")}</h2>
          <ul>
            {log.value.map((entry) => (
              <li key={entry.id}>
                {t("results.logged", {
                  when: moment(entry.created_at),
                  who: entry.actor,
                  n: entry.changed_attempts,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Changes({ preview, onApply }: { preview: Schemas["RegradePreview"]; onApply: () => void }) {
  const changes = preview.items.filter(
    (change) => change.old_score === null || change.old_score !== change.new_score,
  );
  return (
    <div role="status">
      <p>
        {t("results.would_change", { n: preview.changed_scores, all: preview.attempts })}
        {preview.kept_by_hand > 0 && ` ${t("results.kept_by_hand", { n: preview.kept_by_hand })}`}
      </p>
      {changes.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("results.person")}</th>
              <th scope="col" class="figure">
                {t("results.before")}
              </th>
              <th scope="col" class="figure">
                {t("results.after")}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.attempt_id}>
                <th scope="row">
                  <bdi>{change.display_name}</bdi>
                </th>
                <td class="figure">
                  {change.old_score === null
                    ? "–"
                    : `${number(change.old_score)} / ${number(change.old_max_score)}`}
                </td>
                <td class="figure">
                  {change.new_score === null
                    ? "–"
                    : `${number(change.new_score)} / ${number(change.new_max_score)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.changed_attempts > 0 && (
        <p>
          <button type="button" class="main" onClick={onApply}>
            {t("results.apply")}
          </button>
        </p>
      )}
    </div>
  );
}
