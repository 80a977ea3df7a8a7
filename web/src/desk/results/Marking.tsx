import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, call, Problem } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { Prose } from "../../shared/prose/Prose";
import { describe, formatOf } from "../../shared/question/describe";
import { local } from "../../shared/storage";
import { toast, tried } from "../../shared/ui/toasts";

type Schemas = components["schemas"];
type Answer = Schemas["AnswerToMark"];

/**
 * What was typed of marks and not saved, by field. It stays on this device when the page or the part is left.
 */
type Typed = Record<string, string>;
const keyOf = (answer: Answer) => `quizzler.marks.${answer.attempt_id}.${answer.question_id}`;

/** The queue of answers that are marked by hand: one question of everybody after the other. */
export function Marking({ quizId, onMarked }: { quizId: string; onMarked: () => void }) {
  const queue = useSignal<Answer[] | null>(null);
  const anonymous = useSignal(false);
  const marked = useSignal(false);
  const load = () =>
    tried(async () => {
      const query = { limit: 20, anonymous: anonymous.peek(), marked: marked.peek() };
      const params = { path: { quiz_id: quizId }, query };
      queue.value = (await call(api.GET("/quizzes/{quiz_id}/marking", { params }))).items;
    });
  useEffect(() => {
    void load();
  }, [anonymous.value, marked.value]);
  const done = (answer: Answer) => {
    queue.value = (queue.value ?? []).filter((one) => one !== answer);
    onMarked();
    if (!queue.value.length) void load();
  };
  return (
    <section aria-label={t("results.marking")}>
      <p class="row">
        <label class="inline">
          <input type="checkbox" checked={anonymous} onChange={() => (anonymous.value = !anonymous.value)} />
          <span>{t("results.without_names")}</span>
        </label>
        <label class="inline">
          <input type="checkbox" checked={marked} onChange={() => (marked.value = !marked.value)} />
          <span>{t("results.marked_already")}</span>
        </label>
      </p>
      {queue.value?.length === 0 && <p class="notice">{t("results.all_marked")}</p>}
      {queue.value?.map((answer) => (
        <ToMark
          key={`${answer.attempt_id}.${answer.question_id}`}
          quizId={quizId}
          answer={answer}
          onDone={() => done(answer)}
        />
      ))}
    </section>
  );
}

function ToMark({ quizId, answer, onDone }: { quizId: string; answer: Answer; onDone: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const busy = useSignal(false);
  const version = useRef(answer.version);
  const typed = useRef(local.get<Typed>(keyOf(answer)) ?? {}).current;
  const keep = (event: InputEvent) => {
    const field = event.target as HTMLInputElement | HTMLTextAreaElement;
    typed[field.name] = field.value;
    local.set(keyOf(answer), typed);
  };
  /** Somebody marked it meanwhile: the fields stay, and the next press puts them over that mark. */
  const reread = async () => {
    const params = { path: { quiz_id: quizId }, query: { question_id: answer.question_id, limit: 100 } };
    for (const marked of [false, true]) {
      const query = { ...params.query, marked };
      const { items } = await call(api.GET("/quizzes/{quiz_id}/marking", { params: { ...params, query } }));
      const found = items.find((one) => one.attempt_id === answer.attempt_id);
      if (found) version.current = found.version;
    }
  };
  const mark = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !form.current) return;
    const fields = new FormData(form.current);
    const comment = String(fields.get("comment") ?? "").trim() || null;
    const given = (name: string) => Number(fields.get(name));
    const rubric = answer.rubric?.length
      ? Object.fromEntries(answer.rubric.map(({ id }) => [id, given(`criterion-${id}`)]))
      : null;
    busy.value = true;
    const worked = await tried(async () => {
      const path = { quiz_id: quizId, attempt_id: answer.attempt_id, question_id: answer.question_id };
      const params = { path, header: { "If-Match": `"${version.current}"` } };
      const body = rubric ? { rubric, comment } : { points: given("points"), comment };
      try {
        await call(api.PUT("/quizzes/{quiz_id}/attempts/{attempt_id}/marks/{question_id}", { params, body }));
      } catch (error) {
        if (error instanceof Problem && error.status === 412) await reread();
        throw error;
      }
    });
    busy.value = false;
    if (!worked) return;
    local.remove(keyOf(answer));
    toast(t("results.marked"));
    onDone();
  };
  const points = (name: string, label: string, most: number, given: number | null | undefined) => (
    <label key={name}>
      <span>{label}</span>
      <input
        name={name}
        type="number"
        min={0}
        max={most}
        step="0.01"
        required
        autocomplete="off"
        defaultValue={typed[name] ?? (given == null ? "" : String(given))}
      />
      <span class="hint">{t("results.at_most", { n: most })}</span>
    </label>
  );
  return (
    <article class="question">
      <p class="faint">
        {number(answer.position)}. {answer.display_name && <bdi>{answer.display_name}</bdi>}
      </p>
      <Prose class="prompt" text={answer.prompt} format={answer.text_format} />
      <blockquote class="given">
        <Prose text={describe(answer, answer.response) || t("results.no_answer")} format={formatOf(answer)} />
      </blockquote>
      {answer.marking_notes && (
        <details>
          <summary>{t("results.notes")}</summary>
          <Prose text={answer.marking_notes} format={answer.text_format} />
        </details>
      )}
      <form class="stack marks" ref={form} onSubmit={mark} onInput={keep}>
        {answer.rubric?.length
          ? answer.rubric.map((criterion) =>
              points(
                `criterion-${criterion.id}`,
                criterion.text,
                criterion.points,
                answer.rubric_points?.[criterion.id],
              ),
            )
          : points("points", t("results.points"), answer.max_points, answer.to_mark ? null : answer.points)}
        <label>
          <span>{t("results.comment")}</span>
          <textarea
            name="comment"
            rows={2}
            maxLength={5000}
            dir="auto"
            defaultValue={typed.comment ?? answer.comment ?? ""}
          />
        </label>
        <p>
          <button type="submit" class="main" aria-disabled={busy}>
            {t("results.mark")}
          </button>
        </p>
      </form>
    </article>
  );
}
