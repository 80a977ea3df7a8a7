import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useContext, useEffect, useRef } from "preact/hooks";
import { mediaUrl } from "../../shared/address";
import { sentence } from "../../shared/api";
import { follow } from "../../shared/events";
import { moment, number, t } from "../../shared/i18n";
import { ContentLanguage, Prose } from "../../shared/prose/Prose";
import { Answer } from "../../shared/question/Answer";
import { describe } from "../../shared/question/describe";
import { refusal } from "../../shared/question/refusal";
import { announce } from "../../shared/ui/announce";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import type { AttemptStore, Outcome, Question } from "./attempt";

interface Props {
  store: AttemptStore;
  onDone: (outcome: Outcome) => void;
}

const place = (question: Question) => `question-${question.position}`;

/** The questions of an attempt, its clock, and the way to hand it in. */
export function Taking({ store, onDone }: Props) {
  const asking = useSignal(false);
  const refused = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  const language = useContext(ContentLanguage);

  const handIn = async () => {
    asking.value = false;
    refused.value = "";
    try {
      await store.handIn();
    } catch (error) {
      refused.value = sentence(error);
    }
  };

  useSignalEffect(() => {
    if (store.outcome.value) onDone(store.outcome.value);
  });
  useEffect(() => {
    heading.current?.focus();
    const leaving = (event: BeforeUnloadEvent) => {
      if (store.saving.peek() === "saved") return;
      event.preventDefault();
      event.returnValue = true; // Chrome before 119
    };
    addEventListener("beforeunload", leaving);
    const streams = new AbortController();
    void follow(({ type, data }) => {
      if (type === "attempt.deadline" && data.attempt_id === store.attempt.value.id) {
        void store.look();
        const deadline = data.deadline as string | null;
        toast(deadline ? t("take.new_end", { when: moment(deadline) }) : t("take.no_end"));
      }
    }, streams.signal);
    return () => {
      removeEventListener("beforeunload", leaving);
      streams.abort();
      store.dispose();
    };
  }, [store]);

  const attempt = store.attempt.value;
  return (
    <article class="narrow">
      <h1 ref={heading} tabIndex={-1} lang={language} dir="auto">
        {attempt.title}
      </h1>
      <Bar store={store} onTimeUp={handIn} />
      {refused.value && (
        <p class="refused" role="alert">
          {refused}
        </p>
      )}
      <Overview store={store} />
      {attempt.questions.map((question) => (
        <QuestionCard key={question.id} store={store} question={question} />
      ))}
      <p class="row">
        <button
          type="button"
          class="main"
          aria-disabled={store.handingIn}
          onClick={() => {
            if (store.unanswered.value.length || store.saving.value === "not_all") asking.value = true;
            else void handIn();
          }}
        >
          {store.handingIn.value ? t("take.handing_in") : t("take.hand_in")}
        </button>
      </p>
      {asking.value && (
        <Dialog
          title={t("take.open_questions", { n: store.unanswered.value.length })}
          onClose={() => (asking.value = false)}
        >
          <ul class="numbers">
            {store.unanswered.value.map((question) => (
              <li key={question.id}>
                <a href={`#${place(question)}`} onClick={() => (asking.value = false)}>
                  {number(question.position)}
                </a>
              </li>
            ))}
          </ul>
          <p class="row">
            <button type="button" class="main" onClick={() => (asking.value = false)}>
              {t("take.keep_working")}
            </button>
            <button type="button" onClick={() => void handIn()}>
              {t("take.hand_in_anyway")}
            </button>
          </p>
        </Dialog>
      )}
    </article>
  );
}

/** What stays in sight: how much is answered, whether it is saved, and the clock. */
function Bar({ store, onTimeUp }: { store: AttemptStore; onTimeUp: () => Promise<void> }) {
  const total = useComputed(
    () => store.attempt.value.questions.filter((each) => each.kind !== "slide").length,
  );
  const answered = total.value - store.unanswered.value.length;
  return (
    <div class="progress-bar">
      <span>{t("take.answered", { n: answered, total: total.value })}</span>
      <progress value={answered} max={Math.max(1, total.value)} aria-hidden="true" />
      <span class={`saving ${store.saving.value}`} role="status">
        {t(`take.${store.saving.value}`)}
      </span>
      <Clock store={store} onTimeUp={onTimeUp} />
    </div>
  );
}

const WARNINGS_S = [300, 60, 10];

/**
 * The time left, by the server's clock. It is announced with five minutes, one minute and ten seconds left.
 */
function Clock({ store, onTimeUp }: { store: AttemptStore; onTimeUp: () => Promise<void> }) {
  const left = useSignal(store.left());
  const warned = useRef(Number.POSITIVE_INFINITY);
  const over = useRef(false);
  useSignalEffect(() => {
    const end = store.endsAt.value;
    over.current = false;
    left.value = store.left();
    if (end === null) return;
    const tick = () => {
      const ms = store.left() ?? 0;
      left.value = ms;
      const warning = WARNINGS_S.find((s) => ms <= s * 1000 && ms > s * 1000 - 2000 && s < warned.current);
      if (warning) {
        warned.current = warning;
        announce(t("take.time_left", { time: clockText(ms) }));
      }
      if (ms === 0 && !over.current) {
        over.current = true;
        void onTimeUp();
      }
    };
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  });
  if (left.value === null) return null;
  return (
    <span class={`clock ${left.value < 60_000 ? "soon" : ""}`} role="timer" aria-label={t("take.clock")}>
      {clockText(left.value)}
    </span>
  );
}

/** Hours, minutes and seconds, as 1:05:09 or 5:09. */
function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The numbers of all questions, to jump to one. */
function Overview({ store }: { store: AttemptStore }) {
  const open = new Set(store.unanswered.value.map((question) => question.id));
  const { questions } = store.attempt.value;
  if (questions.length < 5) return null;
  return (
    <nav aria-label={t("take.all_questions")}>
      <ul class="numbers">
        {questions.map((question) => (
          <li key={question.id}>
            <a href={`#${place(question)}`} class={open.has(question.id) ? "" : "done"}>
              {number(question.position)}
              <span class="unseen">{open.has(question.id) ? "" : t("take.is_answered")}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function QuestionCard({ store, question }: { store: AttemptStore; question: Question }) {
  const attempt = store.attempt.value;
  const given = store.given.value.get(question.id);
  const section = attempt.sections.find((one) => one.first === question.position);
  const reading = store.readings.value.get(question.id);
  const draft = given?.draft ?? null;
  const language = useContext(ContentLanguage);
  return (
    <>
      {section && (
        <header class="section">
          <h2 lang={language} dir="auto">
            {section.title}
          </h2>
          {section.text && <Prose text={section.text} format={section.text_format} />}
        </header>
      )}
      <section
        class="question paper"
        id={place(question)}
        aria-labelledby={`${place(question)}-name`}
        tabIndex={-1}
      >
        <p class="faint" id={`${place(question)}-name`}>
          {t("take.question", { n: question.position, total: attempt.questions.length })}
          {question.points > 0 && ` · ${t("take.points", { n: question.points })}`}
        </p>
        {question.media_url && (
          <img class="media" src={mediaUrl(question.media_url)} alt={question.media_alt ?? ""} />
        )}
        {question.kind !== "cloze" && (
          <Prose class="prompt" text={question.prompt} format={question.text_format} />
        )}
        <Answer
          question={question}
          draft={draft}
          onDraft={(next) => store.give(question.id, next)}
          disabled={store.handingIn.value}
        />
        {question.kind === "ordering" && draft === null && (
          <button
            type="button"
            onClick={() =>
              store.give(
                question.id,
                question.choices.map((choice) => choice.id),
              )
            }
          >
            {t("take.order_is_right")}
          </button>
        )}
        {draft !== null && question.kind !== "ordering" && (
          <button type="button" class="plain small" onClick={() => store.give(question.id, null)}>
            {t("take.take_back")}
          </button>
        )}
        {reading !== undefined && (
          <p class="hint">{t("take.read_as", { n: number(reading, { maximumFractionDigits: 20 }) })}</p>
        )}
        {given?.state === "refused" && (
          <p class="refused" role="alert">
            {t("take.not_saved", { why: refusal(question, given.code ?? "invalid_response") })}
          </p>
        )}
        {given?.state === "conflict" && (
          <div class="notice" role="alert">
            <p>
              {t("take.conflict", {
                answer: describe(question, given.saved?.response) || t("take.no_answer"),
              })}
            </p>
            <p class="row">
              <button type="button" onClick={() => store.settle(question.id, "saved")}>
                {t("take.use_saved")}
              </button>
              <button type="button" onClick={() => store.settle(question.id, "here")}>
                {t("take.use_here")}
              </button>
            </p>
          </div>
        )}
      </section>
    </>
  );
}
