/** Where a generated question comes from: the sentence and its page; keep it, or have another one written. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, explain, Problem, sentence } from "../../shared/api";
import { follow } from "../../shared/events";
import { number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import { act } from "../home/acts";
import { Count } from "../pdf/Count";
import { Price } from "../pdf/Price";
import { accept, accepted } from "./accepted";
import { narrow } from "./beside/Beside";
import { type Citation, CitedPage } from "./beside/CitedPage";
import { type Entry, load, type Quiz, quizId, save } from "./store";

export function Source({ entry }: { entry: Entry }) {
  const writing = useSignal(false);
  const { citation } = entry;
  if (!citation) return null;
  const page = citation.page_label ?? number(citation.page);
  const another = act(async () => {
    await save(entry.key);
    writing.value = true;
    const gone = new AbortController();
    const params = { path: { quiz_id: quizId, question_id: entry.id ?? "" } };
    try {
      await new Promise<void>((ready, refuse) => {
        void follow(({ type, data }) => {
          if (type === "ready")
            call(api.POST("/quizzes/{quiz_id}/questions/{question_id}/regenerate", { params })).catch(
              (error) => {
                if (!(error instanceof Problem && error.code === "already_generating")) refuse(error);
              },
            );
          if (data.question_id !== entry.id) return;
          if (type === "question.ready") ready();
          if (type === "question.failed") refuse(new Problem(409, String(data.code), data, "failures"));
        }, gone.signal);
      });
      await load();
      toast(t("edit.another_came"));
    } finally {
      gone.abort();
      writing.value = false;
    }
  });
  const isKept = accepted.value.has(entry.key);
  return (
    <aside class="source" aria-label={t("edit.source_of")}>
      <blockquote dir="auto">{citation.sentence}</blockquote>
      {narrow.value && <PageHere key={entry.key} citation={citation} />}
      <div class="row">
        <span class="faint grow">{t("edit.page_name", { page })}</span>
        <button type="button" aria-pressed={isKept} onClick={() => accept(entry.key)}>
          {isKept ? t("edit.accepted_one") : t("edit.accept")}
        </button>
        <button type="button" onClick={another} aria-disabled={writing}>
          {t(writing.value ? "edit.being_written" : "edit.another")}
        </button>
      </div>
      <Price questions={1} />
    </aside>
  );
}

/** Where there is no room beside the form: the page, under its sentence, for who asks for it. */
function PageHere({ citation }: { citation: Citation }) {
  const open = useSignal(false);
  return (
    <details class="more page-here" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{t(open.value ? "edit.page_hide" : "edit.page_show")}</summary>
      {open.value && <CitedPage citation={citation} />}
    </details>
  );
}

/** Of a copy: the quiz that it was copied from. */
export function Original({ entry: { original } }: { entry: Entry }) {
  if (!original) return null;
  return (
    <p class="hint">
      {t("edit.copied_from")}{" "}
      <a href={at(`/edit?quiz=${original.quiz_id}`)} dir="auto">
        {original.quiz_title}
      </a>
    </p>
  );
}

/** The way to have more questions written from the PDFs of this quiz, which differ from those that it has. */
export function More() {
  const asking = useSignal(false);
  const count = useSignal(5);
  const refused = useSignal("");
  const write = async (event: SubmitEvent) => {
    event.preventDefault();
    refused.value = "";
    try {
      const params = { path: { quiz_id: quizId } };
      await call(api.POST("/quizzes/{quiz_id}/generate", { params, body: { questions: count.value } }));
      asking.value = false;
      await load();
    } catch (error) {
      refused.value = sentence(error);
    }
  };
  return (
    <p>
      <button type="button" class="quiet" onClick={() => (asking.value = true)}>
        {t("edit.write_more")}
      </button>
      {asking.value && (
        <Dialog title={t("edit.write_more")} onClose={() => (asking.value = false)}>
          <form class="stack" onSubmit={write}>
            <p>{t("edit.more_hint")}</p>
            <Count count={count} />
            <Price questions={count.value} />
            <p class="refused" role="alert">
              {refused}
            </p>
            <button type="submit" class="main">
              {t("pdf.write")}
            </button>
          </form>
        </Dialog>
      )}
    </p>
  );
}

/** While questions are being written: how far that is; afterwards what came and what it cost. */
export function Generation({ quiz }: { quiz: Quiz }) {
  const { state, state_reason: reason } = quiz;
  const progress = useSignal<number | null>(null);
  const requested = useSignal<number | null>(null);
  const paid = useSignal<number | null>(null);
  useEffect(() => {
    if (state !== "generating") return;
    const gone = new AbortController();
    void follow(({ type, data }) => {
      if (type === "ready") void load().catch(() => undefined);
      if (data.quiz_id !== quizId) return;
      if (typeof data.progress === "number") progress.value = data.progress;
      if (typeof data.requested === "number") requested.value = data.requested;
      if (type === "quiz.ready" || type === "quiz.failed") void load().catch(() => undefined);
    }, gone.signal);
    return () => gone.abort();
  }, [state]);
  useEffect(() => {
    if (state === "generating") return;
    void call(api.GET("/credits/history", { params: { query: { limit: 50 } } }))
      .then(({ items }) => {
        const ours = items.filter((one) => one.quiz_id === quizId);
        const spent = ours.reduce((sum, one) => sum - one.spendable_change, 0);
        paid.value = ours.length ? spent : null;
      })
      .catch(() => undefined); // told on the account page too
  }, [state]);
  if (state === "generating") {
    const part = progress.value ?? 0;
    const of = requested.value;
    const words = of
      ? t("edit.writing_of", { n: Math.round(part * of), of })
      : t("edit.writing", { part: number(part, { style: "percent" }) });
    return (
      <div class="generation">
        <p role="status">{words}</p>
        <progress value={part} max={1} aria-label={words} />
      </div>
    );
  }
  return (
    <div class="generation">
      <p class="hint">
        {cameTo(quiz) ? `${cameTo(quiz)} ` : ""}
        {paid.value !== null && t("edit.paid", { cost: number(paid.value) })}
      </p>
      {reason && (
        <details class="more">
          <summary>{t("edit.in_full")}</summary>
          <p lang="en" dir="ltr">
            {reason}
          </p>
        </details>
      )}
    </div>
  );
}

/** What the last generation came to, where it was not all that was asked for. */
function cameTo({ state_code: code, state_counts: counts }: Quiz): string {
  if (!code) return "";
  if (counts && (code === "shortfall" || code === "differs")) return t(`edit.${code}`, { ...counts });
  return explain(code, "failures", "problems");
}
