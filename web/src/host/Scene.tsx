/** What the host sees of the game. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../shared/address";
import { api, call, sentence } from "../shared/api";
import { t } from "../shared/i18n";
import { addresses, chooseAddress, joinAddress, siteAddress, typed } from "../shared/invite";
import type { RoomState } from "../shared/room/state";
import { Board } from "../shared/stage/Board";
import { Invitation } from "../shared/stage/Invitation";
import { Podium } from "../shared/stage/Podium";
import { QuestionView } from "../shared/stage/QuestionView";
import { tab } from "../shared/storage";
import { Avatar } from "../shared/ui/Avatar";
import { Ring } from "../shared/ui/Ring";
import { Assigned } from "./Assigned";
import type { Act } from "./Room";

export function Scene({ state, act }: { state: RoomState; act: Act }) {
  if (state.phase === "ended") return <Ended state={state} />;
  if (state.welcome.mode === "assigned") return <Assigned state={state} />;
  if (state.phase === "lobby") return <Lobby state={state} />;
  return <Asked state={state} act={act} />;
}

function Lobby({ state }: { state: RoomState }) {
  const members = [...state.members.values()].filter(({ present }) => present !== false);
  const code = state.welcome.room_code;
  return (
    <main class="scene">
      <h1 dir="auto">{state.welcome.title}</h1>
      <Invitation code={code} />
      <AddressChoice />
      <p>
        <a href={at(`/play?code=${code}`)} target="_blank" rel="noopener" dir="ltr">
          {typed(joinAddress(code))}
        </a>
      </p>
      <h2>{state.players ? t("stage.players", { n: state.players }) : t("host.nobody")}</h2>
      <ul class="chips">
        {members.map((member) => (
          <li key={member.player_id}>
            <Avatar seed={member.avatar} size={24} />
            <bdi>{member.nickname}</bdi>
          </li>
        ))}
      </ul>
    </main>
  );
}

/** A choice where this computer is in several networks, a warning where no other device can open the site. */
export function AddressChoice() {
  const found = addresses.value;
  if (!found || found.length === 1) return null;
  if (!found.length) return <p class="warning">{t("host.only_here")}</p>;
  return (
    <label class="field">
      {t("host.other_network")}
      <select value={siteAddress.value} onChange={(event) => chooseAddress(event.currentTarget.value)}>
        {found.map((address) => (
          <option key={address} value={address}>
            {typed(address)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Asked({ state, act }: { state: RoomState; act: Act }) {
  const { question, phase, closed } = state;
  const counting = phase === "open" || phase === "paused";
  const { answered, players } = state.progress ?? { answered: 0, players: state.players };
  return (
    <main class="scene">
      <header class="now">
        <h1>
          {t("stage.question_of", {
            n: question?.number ?? state.welcome.question_number,
            total: state.welcome.question_total,
          })}{" "}
          <span class="faint" dir="ltr">
            {state.welcome.room_code}
          </span>
        </h1>
        {counting && question?.kind !== "slide" && (
          <p class="count">{t("stage.answered_of", { n: answered, total: players })}</p>
        )}
        {phase === "announced" && <p class="count">{t("host.announced")}</p>}
        {phase === "paused" && <p class="count">{t("host.paused")}</p>}
        {counting && <Ring clock={state.clock} />}
      </header>
      {phase === "skipped" && <p class="warning">{t("host.skipped")}</p>}
      {question && (
        <div class="preview">
          <QuestionView question={question} closed={phase === "closed" ? closed : null} />
        </div>
      )}
      {phase === "closed" && question?.kind === "word_cloud" && <Words state={state} act={act} />}
      {phase === "closed" && (state.board.length > 0 || state.teamBoard.length > 0) && (
        <Board players={state.board} teams={state.teamBoard} />
      )}
    </main>
  );
}

/** The words of a cloud, to be hidden from everybody. */
function Words({ state, act }: { state: RoomState; act: Act }) {
  const number = state.closed?.number ?? 0;
  const key = `quizzler.hidden.${state.welcome.room_code}.${number}`; // so that a reload can still show them again
  const hidden = useSignal(tab.get<string[]>(key) ?? []);
  const words = (Array.isArray(state.closed?.distribution) ? state.closed.distribution : []) as {
    response: string;
  }[];
  const hide = (word: string, gone: boolean) => {
    hidden.value = gone ? [...hidden.value, word] : hidden.value.filter((each) => each !== word);
    tab.set(key, hidden.value);
    act({ type: "hide_word", number, word, hidden: gone });
  };
  return (
    <details>
      <summary>{t("host.hide_words")}</summary>
      <ul class="chips">
        {words.map(({ response }) => (
          <li key={response}>
            <bdi>{response}</bdi>
            <button type="button" onClick={() => hide(response, true)}>
              {t("host.hide")}
            </button>
          </li>
        ))}
        {hidden.value.map((word) => (
          <li key={word} class="faint">
            <bdi>{word}</bdi>
            <button type="button" onClick={() => hide(word, false)}>
              {t("host.show")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Ended({ state }: { state: RoomState }) {
  const fault = useSignal("");
  const busy = useSignal(false);
  const code = state.welcome.room_code;
  const podium = state.ended?.podium ?? [];
  useEffect(() => scrollTo(0, 0), []);
  const again = async () => {
    if (busy.value) return;
    busy.value = true;
    try {
      const path = { room_code: code };
      const made = await call(api.POST("/realtime/rooms/{room_code}/again", { params: { path } }));
      location.replace(at(`/host?code=${made.room_code}`));
    } catch (error) {
      fault.value = sentence(error);
      busy.value = false;
    }
  };
  return (
    <main class="scene">
      <h1>{podium.length ? t("host.winners") : t("host.ended")}</h1>
      {podium.length > 0 && (
        <div class="preview">
          <Podium podium={podium} />
        </div>
      )}
      <p class="ways">
        {state.welcome.mode === "live" && (
          <button type="button" class="main" disabled={busy.value} onClick={again}>
            {t("host.again")}
          </button>
        )}
        <a class="button" href={at(`/report?code=${code}`)}>
          {t("host.report")}
        </a>
        <a class="button" href={at("/")}>
          {t("shared.home")}
        </a>
      </p>
      {fault.value && <p role="alert">{fault.value}</p>}
      <Board players={state.board} teams={state.teamBoard} />
    </main>
  );
}
