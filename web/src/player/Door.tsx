/** How a player gets in: the code, the seat that this browser has already, or a new name. */

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { at, parameter } from "../shared/address";
import { api, call, explain, Problem } from "../shared/api";
import { t } from "../shared/i18n";
import { useLook } from "../shared/look/useLook";
import { type Seat, seats } from "../shared/room/seats";
import { Avatar, newSeed } from "../shared/ui/Avatar";
import { LanguageChoice } from "../shared/ui/LanguageChoice";
import { ThemeChoice } from "../shared/ui/ThemeChoice";
import { type Entry, Game } from "./game";
import { Play } from "./Play";
import { variant } from "./variant";

const ASK_AGAIN_MS = 2000; // and up to as much at random, so that a class does not ask again all at once

/** A room as `GET /realtime/rooms/validate/{code}` describes it. */
type Found = Awaited<ReturnType<typeof find>>;

const find = (code: string) =>
  call(api.GET("/realtime/rooms/validate/{room_code}", { params: { path: { room_code: code } } }));

const plain = (code: string): string => code.toUpperCase().replace(/[\s-]/g, "");
const code = plain(parameter("code") ?? "");
const game = signal<Game | null>(null);

function enter(start: Entry | { resume: string }): void {
  game.peek()?.dispose();
  game.value = new Game(code, start);
}

addEventListener("pagehide", () => seats.mark(code, false));
// A phone that kills the browser in the background says no more than this
document.addEventListener("visibilitychange", () => {
  if (game.peek()) seats.mark(code, document.visibilityState === "visible");
});
addEventListener("pageshow", () => {
  if (game.peek()) seats.mark(code, true);
});

const own = code ? seats.ofThisTab(code) : null;
if (own) enter(own);

export function Door() {
  if (!code) return <CodeForm />;
  return game.value ? <Inside game={game.value} /> : <Newcomer />;
}

/** What this player is called, kept while a refusal is corrected. */
const entry = signal<Entry>({ nickname: parameter("username") ?? "", avatar: newSeed(), team: null });
/** The code of the refusal. */
const refusal = signal<string | null>(null);

/**
 * Refusals after which the seat can't be taken up again; after others, such as a fault of the server, it can.
 */
const SEAT_IS_GONE = new Set(["unknown_resume", "kicked", "room_not_found"]);

function Inside({ game: current }: { game: Game }) {
  const status = current.connection.status.value;
  const refused = status.phase === "refused" ? status : null;
  useEffect(() => {
    if (!refused) return;
    refusal.value = refused.code;
    if (SEAT_IS_GONE.has(refused.code)) seats.forget(code);
    current.dispose();
    game.value = null;
  }, [refused, current]);
  const somebodyNew = () => {
    current.forgetAnswer(); // the next person's are their own
    current.dispose();
    seats.release(code);
    entry.value = { ...entry.value, nickname: "", avatar: newSeed() };
    asNew.value = true;
    game.value = null;
  };
  return <Play game={current} onNew={somebodyNew} />;
}

const asNew = signal(false);

function Newcomer() {
  useLook(() => null); // until it is known which game it is
  const [found, setFound] = useState<Found | null>(null);
  const seat = seats.ofThisBrowser(code);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const askAgain = () => {
      timer = setTimeout(ask, ASK_AGAIN_MS * (1 + Math.random()));
    };
    const ask = () => find(code).then(setFound, askAgain); // a name can be asked for without it
    void ask();
    return () => clearTimeout(timer);
  }, []);
  if (found && !found.valid && !refusal.value) return <NoRoom over={found.state === "ended"} />;
  if (seat && !asNew.value) return <WhichSeat seat={seat} />;
  return <NameForm found={found} />;
}

function CodeForm() {
  useLook(() => null);
  return (
    <main class="door">
      <h1>Quizzler</h1>
      <form action={at("/play")} method="get" class="stack">
        <label class="field">
          <span>{t("player.code")}</span>
          <input
            class="code"
            name="code"
            required
            maxLength={12}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-describedby="code-hint"
          />
        </label>
        <p class="faint" id="code-hint">
          {t("player.code_hint")}
        </p>
        <button type="submit" class="main">
          {t("player.go")}
        </button>
      </form>
      <p class="of-page">
        <LanguageChoice />
        <ThemeChoice auto="shared.theme_game" />
      </p>
    </main>
  );
}

function NoRoom({ over }: { over: boolean }) {
  return (
    <main class="door">
      <h1>{over ? t("player.over") : t("player.no_room", { code })}</h1>
      <p>{over ? t("player.over_hint") : t("player.no_room_hint")}</p>
      <a class="button main" href={at("/play")}>
        {t("player.new_here")}
      </a>
    </main>
  );
}

function WhichSeat({ seat }: { seat: Seat }) {
  return (
    <main class="door">
      <Avatar seed={seat.avatar} size={96} />
      <h1>{t("player.who", { name: seat.nickname })}</h1>
      <p class="faint">{t("player.who_hint", { name: seat.nickname })}</p>
      <button type="button" class="main" onClick={() => enter(seat)}>
        {t("player.go_on_as", { name: seat.nickname })}
      </button>
      <button
        type="button"
        onClick={() => {
          asNew.value = true;
        }}
      >
        {t("player.somebody_new")}
      </button>
    </main>
  );
}

function NameForm({ found }: { found: Found | null }) {
  const { nickname, avatar, team } = entry.value;
  const refused = refusal.value;
  const teams = found?.team_mode === "manual" ? (found.teams ?? []) : [];
  const change = (part: Partial<Entry>) => {
    entry.value = { ...entry.value, ...part };
  };
  const join = (name = nickname) => {
    change({ nickname: name });
    refusal.value = null;
    enter({ ...entry.value, nickname: name.trim(), team: team ?? teams[0]?.number ?? null });
  };
  const suggest = async () => {
    try {
      const path = { room_code: code };
      const made = await call(api.GET("/realtime/rooms/{room_code}/nickname", { params: { path } }));
      change({ nickname: made.nickname, avatar: made.avatar });
    } catch (error) {
      refusal.value = error instanceof Problem ? error.code : "wrong";
    }
  };
  const other = refused === "nickname_taken" ? variant(nickname) : null;
  return (
    <main class="door">
      {found && <p class="faint">{found.title}</p>}
      <h1>{t("player.choose")}</h1>
      {refused && (
        <p class="notice bad" role="alert">
          {explain(refused)}
        </p>
      )}
      {other && (
        <button type="button" class="main" onClick={() => join(other)}>
          {t("player.take", { name: other })}
        </button>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          join();
        }}
      >
        <div class="who">
          <button
            type="button"
            class="face"
            aria-label={t("player.face")}
            onClick={() => change({ avatar: newSeed() })}
          >
            <Avatar seed={avatar} size={64} />
          </button>
          <label class="field grow">
            <span>{t("player.nickname")}</span>
            <input
              name="username"
              dir="auto"
              required
              maxLength={30}
              autocomplete="nickname"
              enterkeyhint="go"
              value={nickname}
              onInput={(event) => change({ nickname: event.currentTarget.value })}
            />
          </label>
        </div>
        {teams.length > 0 && (
          <label class="field">
            <span>{t("player.team")}</span>
            <select
              value={team ?? teams[0]?.number}
              onChange={(event) => change({ team: Number(event.currentTarget.value) })}
            >
              {teams.map((one) => (
                <option key={one.number} value={one.number}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" class="main">
          {t("player.join", { code })}
        </button>
        <button type="button" onClick={() => void suggest()}>
          {t("player.suggest")}
        </button>
      </form>
      <p class="of-page">
        <LanguageChoice />
        <ThemeChoice auto="shared.theme_game" />
      </p>
    </main>
  );
}
