import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, call, sentence } from "../../shared/api";
import { moment, number, t } from "../../shared/i18n";
import { Prose } from "../../shared/prose/Prose";
import { session } from "../../shared/session";
import { toast, tried } from "../../shared/ui/toasts";
import { SignInLink } from "../frame/personal";
import type { Attempt } from "./attempt";
import { credentialsFor, forgetGuest, guestOf, headersOf, keepGuest } from "./guest";
import type { Known, Quiz, Summary } from "./quiz";

interface Props {
  known: Known;
  onBegun: (attempt: Attempt) => void;
  onLook: (attemptId: string) => void;
  onChanged: () => void;
}

/** What a taker should know before the clock runs, and the results so far. */
export function Intro({ known, onBegun, onLook, onChanged }: Props) {
  const { quiz, attempts } = known;
  const handedIn = attempts.filter((attempt) => attempt.state === "finished" || attempt.state === "overdue");
  return (
    <article class="narrow">
      <h1 lang={quiz.language} dir="auto">
        {quiz.title}
      </h1>
      {quiz.owner && <p class="faint">{t("take.by", { owner: quiz.owner })}</p>}
      {quiz.description && <Prose text={quiz.description} format={quiz.text_format} />}
      <ul class="rules">
        {rules(quiz).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <Claim quizId={quiz.id} onClaimed={onChanged} />
      <Door known={known} onBegun={onBegun} onOpen={onChanged} />
      {handedIn.length > 0 && (
        <section aria-labelledby="results">
          <h2 id="results">{t("take.your_results")}</h2>
          <ul class="results">
            {handedIn.map((attempt) => (
              <Handed key={attempt.id} attempt={attempt} onLook={() => onLook(attempt.id)} />
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

function rules(quiz: Quiz): string[] {
  return [
    t("take.questions", { n: quiz.question_count }),
    quiz.time_limit_s
      ? t("take.minutes_in_all", { n: Math.ceil(quiz.time_limit_s / 60) })
      : t("take.no_limit"),
    quiz.attempts_allowed ? t("take.attempts", { n: quiz.attempts_allowed }) : t("take.any_attempts"),
    quiz.pass_mark == null ? "" : t("take.pass_mark", { percent: number(Number(quiz.pass_mark)) }),
    quiz.closes_at ? t("take.closes", { when: moment(quiz.closes_at) }) : "",
    Number(quiz.negative_marking) > 0 ? t("take.wrong_costs") : "",
  ].filter(Boolean);
}

function Handed({ attempt, onLook }: { attempt: Summary; onLook: () => void }) {
  const score =
    attempt.score === null
      ? t("take.handed_in")
      : t("take.score", { score: number(attempt.score), max: number(attempt.max_score) });
  return (
    <li class="row">
      <span class="grow">
        <strong>{score}</strong>
        <br />
        <span class="faint">
          {attempt.finished_at && moment(attempt.finished_at)}
          {attempt.preview && ` · ${t("take.preview")}`}
          {attempt.to_mark > 0 && ` · ${t("take.to_mark", { n: attempt.to_mark })}`}
        </span>
      </span>
      <button type="button" onClick={onLook}>
        {t("take.look")}
      </button>
    </li>
  );
}

/** A guest who has signed in since takes the result into the account. */
function Claim({ quizId, onClaimed }: { quizId: string; onClaimed: () => void }) {
  const guest = guestOf(quizId);
  if (!guest) return null;
  if (!session.value) {
    return (
      <p class="hint">
        {t("take.you_are_guest", { nickname: guest.nickname })}{" "}
        <SignInLink onDone={onClaimed}>{t("take.sign_in_to_claim")}</SignInLink>
      </p>
    );
  }
  const claim = () =>
    tried(async () => {
      const params = { path: { quiz_id: quizId } };
      await call(api.POST("/results/{quiz_id}/claim", { params, body: { guest_token: guest.token } }));
      forgetGuest(quizId);
      toast(t("take.claimed"));
      onClaimed();
    });
  return (
    <p class="notice row">
      <span class="grow">{t("take.claim_hint", { nickname: guest.nickname })}</span>
      <button type="button" onClick={() => void claim()}>
        {t("take.claim")}
      </button>
    </p>
  );
}

/** The way in: closed with a reason, or what has to be given and a button. */
function Door({ known, onBegun, onOpen }: { known: Known; onBegun: Props["onBegun"]; onOpen: () => void }) {
  const { quiz, who, attempts, attemptsLeft } = known;
  const busy = useSignal(false);
  const refused = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  const going = attempts.some((attempt) => attempt.state === "in_progress");
  const first = attempts.length === 0;
  const guest = !session.value && !who;
  const opensInMs = quiz.opens_at ? Date.parse(quiz.opens_at) - Date.now() : 0;
  useEffect(() => {
    if (opensInMs <= 0 || opensInMs > 2 ** 31 - 1) return;
    const timer = setTimeout(onOpen, opensInMs + 500);
    return () => clearTimeout(timer);
  }, [quiz.opens_at]);

  if (!quiz.question_count) return <p class="notice">{t("take.no_questions")}</p>;
  if (!going && attemptsLeft === 0) return <p class="notice">{t("take.none_left")}</p>;
  if (guest && !quiz.guests_allowed) {
    return (
      <p class="notice row">
        <span class="grow">{t("take.needs_account")}</span>
        <SignInLink class="button main" onDone={onOpen}>
          {t("take.sign_in")}
        </SignInLink>
      </p>
    );
  }

  const begin = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !form.current) return;
    const fields = new FormData(form.current);
    const field = (name: string) => String(fields.get(name) ?? "").trim() || null;
    busy.value = true;
    refused.value = "";
    try {
      const password = field("password");
      const student_number = field("student_number");
      const path = { quiz_id: quiz.id };
      if (guest) {
        const nickname = field("nickname") ?? "";
        const body = { nickname, password, student_number };
        const begun = await call(api.POST("/quizzes/{quiz_id}/guests", { params: { path }, body }));
        keepGuest(quiz.id, { nickname: begun.nickname, token: begun.guest_token });
        onBegun(begun);
      } else {
        const share_email = fields.has("share_email");
        const body = { password, ...(first && { share_email, ...(student_number && { student_number }) }) };
        const params = { path, header: headersOf(credentialsFor(quiz.id)) };
        onBegun(await call(api.POST("/quizzes/{quiz_id}/start", { params, body })));
      }
    } catch (error) {
      refused.value = sentence(error);
      busy.value = false;
    }
  };

  return (
    <>
      <form class="stack door" ref={form} onSubmit={begin}>
        {opensInMs > 0 && !going && quiz.opens_at && (
          <p class="notice">
            {t("take.opens", { when: moment(quiz.opens_at, { dateStyle: "full", timeStyle: "short" }) })}
          </p>
        )}
        {guest && (
          <label>
            <span>{t("take.nickname")}</span>
            <input name="nickname" required maxLength={30} autocomplete="nickname" dir="auto" />
            <span class="hint">{t("take.nickname_hint")}</span>
          </label>
        )}
        {first && quiz.ask_student_number && (
          <label>
            <span>{t("take.student_number")}</span>
            <input name="student_number" maxLength={50} autocomplete="off" />
            <span class="hint">{t("take.student_number_hint")}</span>
          </label>
        )}
        {first && !guest && !who && quiz.ask_email && (
          <label class="inline">
            <input type="checkbox" name="share_email" defaultChecked required />
            <span>{t("take.share_email")}</span>
          </label>
        )}
        {quiz.password_required && !going && quiz.role !== "owner" && (
          <label>
            <span>{t("take.password")}</span>
            <input name="password" required maxLength={100} autocomplete="off" dir="ltr" />
          </label>
        )}
        {quiz.time_limit_s && !going && <p class="hint">{t("take.clock_hint")}</p>}
        {refused.value && (
          <p class="refused" role="alert">
            {refused}
          </p>
        )}
        <p>
          <button type="submit" class="main" aria-disabled={busy}>
            {going ? t("take.go_on") : first ? t("take.begin") : t("take.begin_again")}
          </button>
        </p>
      </form>
      {guest && (
        <p class="hint">
          <SignInLink onDone={onOpen}>{t("take.or_sign_in")}</SignInLink>
        </p>
      )}
    </>
  );
}
