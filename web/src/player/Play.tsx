/** A player's screen for each beat of a game. */

import { useEffect, useRef } from "preact/hooks";
import { at } from "../shared/address";
import { moment, number, t } from "../shared/i18n";
import { useLook } from "../shared/look/useLook";
import { Prose } from "../shared/prose/Prose";
import { Answer } from "../shared/question/Answer";
import { describe } from "../shared/question/describe";
import { isAsked, isQuick, toResponse, untouched } from "../shared/question/draft";
import { refusal } from "../shared/question/refusal";
import type { AskedQuestion } from "../shared/room/protocol";
import { seats } from "../shared/room/seats";
import type { RoomState } from "../shared/room/state";
import { Avatar } from "../shared/ui/Avatar";
import { announce } from "../shared/ui/announce";
import { LanguageChoice } from "../shared/ui/LanguageChoice";
import { Media } from "../shared/ui/Media";
import { Ring, useLeft } from "../shared/ui/Ring";
import { Ended } from "./Ended";
import type { Game } from "./game";
import { kindOf, Outcome, outcomeText } from "./Outcome";

interface Props {
  game: Game;
  /** Somebody else plays on this phone from now on. */
  onNew: () => void;
}

export function Play({ game, onNew }: Props) {
  const status = game.connection.status.value;
  const state = game.state.value;
  useLook(() => game.state.value?.welcome.look);
  if (status.phase === "over" && status.why !== "ended")
    return <Over game={game} why={status.why} onNew={onNew} />;
  if (!state) {
    return (
      <main class="door">
        <p role="status">{t("player.joining")}</p>
        <Connection game={game} />
      </main>
    );
  }
  return (
    <div class="phone">
      <Bar game={game} state={state} />
      <Connection game={game} />
      <Former game={game} />
      <Beat game={game} state={state} onNew={onNew} />
    </div>
  );
}

function Over({ game, why, onNew }: Props & { why: "left" | "kicked" | "replaced" }) {
  useEffect(() => {
    if (why === "kicked") seats.forget(game.code);
  }, [why, game]);
  return (
    <main class="door">
      <div role="alert">
        <h1>{t(`player.${why}`)}</h1>
      </div>
      {why === "left" && <p>{t("player.left_hint")}</p>}
      {why !== "kicked" && (
        <button type="button" class="main" onClick={() => game.back()}>
          {why === "left" ? t("player.come_back") : t("player.play_here")}
        </button>
      )}
      {why === "kicked" ? (
        <a class="button" href={at("/play")}>
          {t("player.new_here")}
        </a>
      ) : (
        <button type="button" onClick={onNew}>
          {t("player.somebody_new")}
        </button>
      )}
    </main>
  );
}

function Bar({ game, state }: { game: Game; state: RoomState }) {
  const { welcome } = state;
  return (
    <header class="bar">
      <Avatar seed={welcome.avatar} size={36} />
      <span class="name" dir="auto">
        {welcome.nickname}
      </span>
      {welcome.score != null && <span class="score">{number(welcome.score)}</span>}
      {state.phase !== "ended" && (
        <button type="button" class="plain" onClick={() => game.leave()}>
          {t("player.leave")}
        </button>
      )}
    </header>
  );
}

/** What is said while there is no connection, and while the game is paused. */
function Connection({ game }: { game: Game }) {
  const status = game.connection.status.value;
  const paused = game.state.value?.phase === "paused";
  if (status.phase === "lost") {
    return (
      <p class="notice bad" role="alert">
        {status.blocked ? t("player.blocked") : t("player.lost")}
      </p>
    );
  }
  return paused ? (
    <p class="notice" role="status">
      {t("player.paused")}
    </p>
  ) : null;
}

/** What became of an answer to an earlier question, where it does not count or nobody knows. */
function Former({ game }: { game: Game }) {
  const earlier = game.earlier.value;
  if (!earlier) return null;
  return (
    <p class="notice bad" role="alert">
      {t(`player.earlier_${earlier.fate}`, { n: earlier.number })}
    </p>
  );
}

function Beat({ game, state, onNew }: Props & { state: RoomState }) {
  switch (state.phase) {
    case "announced":
    case "open":
    case "paused":
    case "closed":
      return state.question ? (
        <Round game={game} state={state} question={state.question} />
      ) : (
        <Ready state={state} />
      );
    case "skipped":
      return (
        <main class="beat centred">
          <h1>{t("player.skipped")}</h1>
          <p>{t("player.skipped_hint")}</p>
        </main>
      );
    case "ready":
      return <OwnPace game={game} state={state} />;
    case "finished":
    case "ended":
      return <Ended game={game} state={state} onNew={onNew} />;
    default:
      return <Lobby state={state} />;
  }
}

function Lobby({ state }: { state: RoomState }) {
  const { welcome } = state;
  const team = welcome.teams?.find((one) => one.number === welcome.team);
  return (
    <main class="beat centred">
      <Avatar seed={welcome.avatar} size={120} />
      <h1>{t("player.welcome", { name: welcome.nickname ?? "" })}</h1>
      {team && <p>{t("player.own_team", { name: team.name })}</p>}
      <p>{welcome.state === "lobby" ? t("player.starts_soon") : t("player.next_soon")}</p>
      <p class="faint">{welcome.title}</p>
      <LanguageChoice />
    </main>
  );
}

/** A question that comes next, and is shown on the projector only. */
function Ready({ state }: { state: RoomState }) {
  const { announced } = state;
  return (
    <main class="beat centred">
      {announced && (
        <p class="faint">{t("player.question_of", { n: announced.number, total: announced.total })}</p>
      )}
      <h1>{t("player.ready")}</h1>
      {announced?.category && <p>{announced.category}</p>}
    </main>
  );
}

function OwnPace({ game, state }: { game: Game; state: RoomState }) {
  const { welcome } = state;
  const begun = welcome.question_number > 0;
  return (
    <main class="beat centred">
      <Avatar seed={welcome.avatar} size={96} />
      <h1>{t("player.welcome", { name: welcome.nickname ?? "" })}</h1>
      <p>{t("player.done_of", { n: welcome.question_number, total: welcome.question_total })}</p>
      <p>{t("player.own_pace")}</p>
      {welcome.closes_at && <p class="faint">{t("player.until", { time: moment(welcome.closes_at) })}</p>}
      <button type="button" class="main" onClick={() => game.next()}>
        {begun ? t("player.next") : t("player.begin")}
      </button>
    </main>
  );
}

function Round({ game, state, question }: { game: Game; state: RoomState; question: AskedQuestion }) {
  const head = useRef<HTMLDivElement>(null);
  // A new question takes the focus; nothing else does
  useEffect(() => head.current?.focus(), [question.number]);
  const assigned = state.welcome.mode === "assigned";
  const over = state.phase === "closed";
  const told = assigned ? state.result : over ? state.result : null;
  const sending = game.sending.value.state;
  return (
    <main class={`beat round ${state.phase} ${sending === "sent" ? "answered" : ""}`}>
      <div class="head">
        <p class="faint">
          {t("player.question_of", { n: question.number, total: question.total })}
          {question.category ? ` · ${question.category}` : ""}
          {(question.multiplier ?? 1) > 1 ? ` · ${t("player.times", { n: question.multiplier })}` : ""}
        </p>
        {state.phase === "announced" ? <strong>{t("player.ready")}</strong> : <Ring clock={state.clock} />}
      </div>
      {told && <Outcome result={told} kind={kindOf(told, question)} />}
      {/* Not an h1, which could not have lists and code in it */}
      <div ref={head} tabIndex={-1} class={prompt(question)} role="heading" aria-level={1}>
        <Prose text={heading(question)} format={isShown(question) ? question.text_format : "plain"} />
      </div>
      {question.media && <Media url={question.media} alt={question.media_alt} />}
      <form
        class="answer"
        onSubmit={(event) => {
          event.preventDefault();
          game.answer();
        }}
      >
        {(!over || isByChoice(question)) && (
          <Answer
            question={question}
            draft={game.draft.value}
            onDraft={(draft) => game.type(draft)}
            disabled={!game.canAnswer}
            closed={state.closed}
          />
        )}
        {state.closed && <Key question={question} state={state} game={game} />}
        <Foot game={game} state={state} question={question} />
      </form>
      <Spoken state={state} question={question} />
    </main>
  );
}

/** Whether the choices themselves show what was right, and what was chosen. */
const isByChoice = ({ kind }: AskedQuestion): boolean =>
  ["single_choice", "multiple_choice", "true_false", "poll"].includes(kind);

/** Where the choices do not show it: what was right, one's own answer, and why. */
function Key({ question, state, game }: { question: AskedQuestion; state: RoomState; game: Game }) {
  const { key, explanation } = state.closed ?? {};
  const byChoice = isByChoice(question);
  const right = byChoice ? "" : describe(question, key);
  const own = byChoice ? "" : describe(question, toResponse(question, game.draft.value));
  if (!right && !own && !explanation) return null;
  return (
    <dl class="key">
      {right && (
        <div>
          <dt>{t("player.right_answer")}</dt>
          <dd dir="auto">{right}</dd>
        </div>
      )}
      {own && (
        <div>
          <dt>{t("player.your_answer")}</dt>
          <dd dir="auto">{own}</dd>
        </div>
      )}
      {explanation && (
        <div>
          <dt>{t("player.why")}</dt>
          <dd class="why">
            <Prose text={explanation} format={state.closed?.text_format} />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What stands above the fields: the prompt, unless it is on the projector or has the fields in it. */
function heading(question: AskedQuestion): string {
  if (isShown(question)) return question.prompt;
  return question.hidden ? t("player.look_up") : t("question.fill");
}

const isShown = ({ hidden, kind }: AskedQuestion): boolean => !hidden && kind !== "cloze";

/** The longer a prompt, the smaller it is written. */
const prompt = ({ prompt: text }: AskedQuestion): string =>
  text.length > 160 ? "prompt long" : text.length > 70 ? "prompt middle" : "prompt";

/** Below the fields: the button, what became of the answer, and the way on. */
function Foot({ game, state, question }: { game: Game; state: RoomState; question: AskedQuestion }) {
  const sending = game.sending.value;
  const lost = game.connection.status.value.phase !== "open";
  const open = state.phase === "open" || state.phase === "paused";
  const assigned = state.welcome.mode === "assigned";
  const seconds = useLeft(assigned ? state.clock : null);
  const timeOver = assigned && !!state.clock?.limitMs && seconds === 0;
  const over = assigned ? timeOver || !!state.result || sending.state === "sent" : state.phase === "closed";
  const ready = toResponse(question, game.draft.value ?? untouched(question)) !== null;
  const words = {
    none: "",
    sending: lost ? t("player.sending_lost") : t("player.sending"),
    sent: over ? "" : t("player.sent_wait"),
    refused: sending.state === "refused" ? refusal(question, sending.code) : "",
    missed: t("player.missed"),
  }[sending.state];
  return (
    <div class="foot">
      {open && state.welcome.confidence && isAsked(question) && game.canAnswer && (
        <label class="sure">
          <input
            type="checkbox"
            checked={game.sure.value}
            onChange={(event) => {
              game.sure.value = event.currentTarget.checked;
            }}
          />
          <span>
            {t("player.sure")} <span class="faint">({t("player.sure_hint")})</span>
          </span>
        </label>
      )}
      <p class={`fate ${sending.state}`} role="status">
        {words}
      </p>
      {open && sending.state !== "sent" && !isQuick(question) && isAsked(question) && (
        <button type="submit" class="main" aria-disabled={!ready || !game.canAnswer}>
          {t("player.send")}
        </button>
      )}
      {assigned && (over || !isAsked(question)) && (
        <button type="button" class="main" onClick={() => game.next()}>
          {t("player.next")}
        </button>
      )}
    </div>
  );
}

const WARNINGS = new Set([30, 10, 5]);

/** What a screen reader is told: the time that is left, and the result. */
function Spoken({ state, question }: { state: RoomState; question: AskedQuestion }) {
  const seconds = useLeft(state.phase === "open" ? state.clock : null);
  const open = state.phase === "open";
  useEffect(() => {
    if (open && WARNINGS.has(seconds)) announce(t("player.time_left", { n: seconds }));
  }, [open, seconds]);
  const { result } = state;
  useEffect(() => {
    if (result) announce(outcomeText(result, kindOf(result, question)));
  }, [result, question]);
  return null;
}
