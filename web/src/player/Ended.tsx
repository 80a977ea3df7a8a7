/** The end: one's own place, the best, and the ways on. */

import { useEffect, useRef, useState } from "preact/hooks";
import { at } from "../shared/address";
import { api, call, sentence } from "../shared/api";
import { moment, number, t } from "../shared/i18n";
import type { Standing } from "../shared/room/protocol";
import { seats } from "../shared/room/seats";
import type { RoomState } from "../shared/room/state";
import { session } from "../shared/session";
import { Avatar } from "../shared/ui/Avatar";
import type { Game } from "./game";

const LOOK_EVERY_MS = 5000;

export function Ended({ game, state, onNew }: { game: Game; state: RoomState; onNew: () => void }) {
  const { welcome, finished, ended, board } = state;
  const over = state.phase === "ended";
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const own = board.find((row) => row.player_id === welcome.player_id);
  const rank = own?.rank ?? finished?.rank ?? welcome.rank;
  const score = own?.score ?? finished?.score ?? welcome.score;
  const best = (ended?.podium?.length ? ended.podium : (finished?.leaderboard ?? board)).filter(
    (row) => row.rank <= 3,
  );
  return (
    <main class="beat ended">
      <h1 ref={head} tabIndex={-1}>
        {over ? t("player.ended") : t("player.finished")}
      </h1>
      <Avatar seed={welcome.avatar} size={96} />
      {rank != null && (
        <p class="place">{t("player.place_of", { n: rank, total: finished?.players ?? state.players })}</p>
      )}
      {score != null ? (
        <p class="points">{t("player.earned", { n: score })}</p>
      ) : (
        <p>{t("player.told_later")}</p>
      )}
      {!over && finished && <p class="faint">{t("player.until", { time: moment(finished.closes_at) })}</p>}
      {best.length > 0 && <Best rows={best} me={welcome.player_id} />}
      {over && <Again code={game.code} />}
      <Claim game={game} resume={welcome.resume} />
      {over ? (
        <>
          <a class="button" href={at("/play")}>
            {t("player.new_here")}
          </a>
          <a href={at("/")}>{t("shared.home")}</a>
        </>
      ) : (
        <button type="button" onClick={onNew}>
          {t("player.somebody_new")}
        </button>
      )}
    </main>
  );
}

function Best({ rows, me }: { rows: Standing[]; me: string | null | undefined }) {
  return (
    <section>
      <h2>{t("player.winners")}</h2>
      <ol class="best">
        {rows.map((row) => (
          <li key={row.player_id} class={row.player_id === me ? "me" : ""}>
            <span class="rank">{number(row.rank)}</span>
            <Avatar seed={row.avatar} size={36} />
            <span class="grow">
              <bdi>{row.nickname}</bdi>
            </span>
            <span>{number(row.score)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The way into the room in which the same players play again, once the host has opened it. */
function Again({ code }: { code: string }) {
  const [next, setNext] = useState<string | null>(null);
  useEffect(() => {
    const look = async () => {
      const path = { room_code: code };
      const found = await call(api.GET("/realtime/rooms/validate/{room_code}", { params: { path } })).catch(
        () => null,
      );
      if (!found?.next_room_code) return;
      const seat = seats.ofThisTab(code) ?? seats.ofThisBrowser(code);
      if (seat) seats.offer(found.next_room_code, seat); // the same token opens that room
      setNext(found.next_room_code);
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [code]);
  if (!next) return null;
  return (
    <a class="button main" href={at(`/play?code=${next}`)}>
      {t("player.again")}
    </a>
  );
}

/** Who is signed in can move the result into their account. */
function Claim({ game, resume }: { game: Game; resume: string | null | undefined }) {
  const [said, say] = useState("");
  const [done, setDone] = useState(false);
  if (!session.value || !resume) return null;
  const claim = async () => {
    try {
      const params = { path: { room_code: game.code } };
      await call(api.POST("/realtime/rooms/{room_code}/claim", { params, body: { resume } }));
      setDone(true);
      say(t("player.kept"));
    } catch (error) {
      say(sentence(error));
    }
  };
  return (
    <>
      {!done && (
        <button type="button" onClick={() => void claim()}>
          {t("player.keep")}
        </button>
      )}
      <p role="status">{said}</p>
    </>
  );
}
