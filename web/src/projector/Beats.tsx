/** The beats of a game, one thing at a time. Space skips a beat that waits. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { number, t } from "../shared/i18n";
import type { QuestionAnnounced } from "../shared/room/protocol";
import type { RoomState } from "../shared/room/state";
import { Board } from "../shared/stage/Board";
import { Fit } from "../shared/stage/Fit";
import { Invitation } from "../shared/stage/Invitation";
import { Podium } from "../shared/stage/Podium";
import { QuestionView } from "../shared/stage/QuestionView";
import { Avatar } from "../shared/ui/Avatar";
import { Ring } from "../shared/ui/Ring";

const TITLE_MS = 1_200; // number, category and points
const PROMPT_MS = 1_400; // the prompt alone
const REVEAL_MS = 7_000; // the bars, before the leaderboard takes their place
const MOST_DOTS = 60;
const MOST_NAMES = 80;
const CROWD = 24; // players, from which on the names stand beside the invitation

export function Beats({ state }: { state: RoomState }) {
  switch (state.phase) {
    case "announced":
      return state.announced ? (
        <Announced key={state.announced.number} state={state} announced={state.announced} />
      ) : null;
    case "open":
    case "paused":
      return <Asked state={state} />;
    case "closed":
      return <Closed key={state.closed?.number} state={state} />;
    case "skipped":
      return <Sentence>{t("projector.skipped")}</Sentence>;
    case "ended":
      return <Ended state={state} />;
    default:
      return <Lobby state={state} />;
  }
}

/** Which of these beats it is now: they end after so many milliseconds, or when somebody presses space. */
function useBeat(ends: number[]): number {
  const beat = useSignal(0);
  useEffect(() => {
    const timers = ends.map((ms, place) => setTimeout(() => skipTo(place + 1), ms));
    const skipTo = (place: number) => {
      beat.value = Math.max(beat.value, place);
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== " " && event.key !== "ArrowRight") return;
      event.preventDefault();
      skipTo(Math.min(ends.length, beat.value + 1));
    };
    addEventListener("keydown", press);
    return () => {
      timers.forEach(clearTimeout);
      removeEventListener("keydown", press);
    };
  }, []);
  return beat.value;
}

function Sentence({ children }: { children: ComponentChildren }) {
  return (
    <main class="screen">
      <Fit class="centre">
        <h1 class="huge">{children}</h1>
      </Fit>
    </main>
  );
}

function Lobby({ state }: { state: RoomState }) {
  const members = [...state.members.values()].filter(({ present }) => present !== false);
  const shown = members.slice(0, MOST_NAMES);
  const away = state.members.size - members.length;
  const more = state.players - away - shown.length; // a large room does not list everybody
  return (
    <main class="screen lobby" data-crowded={state.players > CROWD ? "" : undefined}>
      <header>
        <h1 dir="auto">{state.welcome.title}</h1>
      </header>
      <Invitation code={state.welcome.room_code} />
      <section class="crowd">
        <h2>
          {state.players ? t("stage.players", { n: state.players }) : t("projector.waiting")}
          {state.locked && <span class="faint"> · {t("projector.locked")}</span>}
        </h2>
        <Fit>
          <ul class="names">
            {shown.map((member) => (
              <li key={member.player_id}>
                <Avatar seed={member.avatar} />
                <bdi>{member.nickname}</bdi>
              </li>
            ))}
            {more > 0 && <li class="more">+{number(more)}</li>}
          </ul>
        </Fit>
      </section>
    </main>
  );
}

function Heading({ state, children }: { state: RoomState; children?: ComponentChildren }) {
  const { question } = state;
  if (!question) return null;
  return (
    <header>
      <h1 class="which">
        <b>{t("stage.question_of", { n: question.number, total: question.total })}</b>
        {question.category && (
          <>
            {" · "}
            <bdi>{question.category}</bdi>
          </>
        )}
        {(question.multiplier ?? 1) > 1 && (
          <span class="times"> {t("stage.counts_times", { n: number(question.multiplier ?? 1) })}</span>
        )}
      </h1>
      {children}
      <p class="room" dir="ltr">
        {state.welcome.room_code}
      </p>
    </header>
  );
}

function Announced({ state, announced }: { state: RoomState; announced: QuestionAnnounced }) {
  const whole = announced.opens_in_ms ?? 0;
  const scale = Math.min(1, whole / (TITLE_MS + PROMPT_MS + 400));
  const beat = useBeat([TITLE_MS * scale, (TITLE_MS + PROMPT_MS) * scale]);
  if (beat === 0 || !state.question) {
    return (
      <main class="screen">
        <Fit class="centre title">
          <h1 class="number">{t("stage.question_of", { n: announced.number, total: announced.total })}</h1>
          {announced.category && (
            <p class="huge" dir="auto">
              {announced.category}
            </p>
          )}
          {!!announced.points && <p class="worth">{t("stage.points", { n: announced.points })}</p>}
        </Fit>
      </main>
    );
  }
  return (
    <main class="screen asking">
      <Heading state={state}>
        <p class="ready">{t("projector.get_ready")}</p>
      </Heading>
      <Fit>
        <QuestionView question={state.question} withChoices={beat > 1} />
      </Fit>
    </main>
  );
}

function Asked({ state }: { state: RoomState }) {
  if (!state.question) return null;
  const slide = state.question.kind === "slide";
  return (
    <main class="screen asking">
      <Heading state={state}>
        {!slide && <Counter state={state} />}
        {state.phase === "paused" && <p class="ready">{t("projector.paused")}</p>}
        {!slide && <Ring clock={state.clock} />}
      </Heading>
      <Fit>
        <QuestionView question={state.question} />
      </Fit>
    </main>
  );
}

/** How many have answered: a number for the last row, and in small rooms a dot for each. */
function Counter({ state }: { state: RoomState }) {
  const { answered, players } = state.progress ?? { answered: 0, players: state.players };
  return (
    <p class="counter">
      <b>{t("stage.answered_of", { n: answered, total: players })}</b>
      {players <= MOST_DOTS && (
        <span class="dots" aria-hidden="true">
          {Array.from({ length: players }, (_, place) => (
            <i key={place} data-in={place < answered ? "" : undefined} />
          ))}
        </span>
      )}
    </p>
  );
}

function Closed({ state }: { state: RoomState }) {
  const beat = useBeat([REVEAL_MS]);
  const board = state.boardShown && (state.board.length > 0 || state.teamBoard.length > 0);
  const scored = state.closed?.key != null;
  if (state.question && !(beat > 0 && board && scored)) {
    return (
      <main class="screen asking over">
        <Heading state={state}>
          {state.question.kind !== "slide" && <p class="ready">{t("projector.over")}</p>}
        </Heading>
        <Fit>
          <QuestionView question={state.question} closed={state.closed} />
        </Fit>
      </main>
    );
  }
  return (
    <main class="screen standing">
      <Heading state={state} />
      <Fit>
        <Board
          players={state.boardShown ? state.board : []}
          teams={state.boardShown ? state.teamBoard : []}
        />
      </Fit>
    </main>
  );
}

function Ended({ state }: { state: RoomState }) {
  const podium = state.ended?.podium ?? [];
  return (
    <main class="screen final" data-teams={podium.length && state.teamBoard.length ? "" : undefined}>
      <header>
        <h1>{podium.length ? t("projector.winners") : t("projector.ended")}</h1>
      </header>
      {podium.length > 0 && (
        <Fit class="centre">
          <Podium podium={podium} confetti />
        </Fit>
      )}
      {state.teamBoard.length > 0 && (
        <Fit>
          <Board players={[]} teams={state.teamBoard} />
        </Fit>
      )}
    </main>
  );
}
