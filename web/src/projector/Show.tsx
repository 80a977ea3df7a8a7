import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { at } from "../shared/address";
import { api, call, explain } from "../shared/api";
import { t } from "../shared/i18n";
import { useLook } from "../shared/look/useLook";
import { RoomConnection } from "../shared/room/connection";
import { type RoomState, told } from "../shared/room/state";
import { Announcer, announce } from "../shared/ui/announce";
import { Beats } from "./Beats";
import { Corner } from "./Corner";
import { Noise } from "./Noise";

const AGAIN_MS = 3_000;
const AGAIN_TRIES = 600; // half an hour

/** The room of this code, until it ends and another one of the same players begins. */
export function Show({ code }: { code: string }) {
  const state = useSignal<RoomState | null>(null);
  useLook(() => state.value?.welcome.look);
  const connection = useMemo(() => new RoomConnection({ role: "projector", code }), [code]);
  useEffect(() => {
    const stop = connection.onMessage((message) => {
      state.value = told(state.value, message);
      if (message.type === "question.opened") announce(message.prompt);
      if (message.type === "question.closed") announce(t("projector.over"));
    });
    return () => {
      stop();
      connection.close();
    };
  }, [connection, state]);
  const ended = state.value?.phase === "ended";
  useEffect(() => (ended ? followOn(code) : undefined), [ended, code]);

  const status = connection.status.value;
  if (status.phase === "refused") {
    return (
      <main class="sentence">
        <h1>{t("projector.refused")}</h1>
        <p>{status.code === "room_not_found" ? t("projector.no_room", { code }) : explain(status.code)}</p>
        <a class="button main" href={at("/")}>
          {t("shared.home")}
        </a>
      </main>
    );
  }
  return (
    <>
      {state.value && <Beats state={state.value} />}
      {state.value && <Noise state={state.value} />}
      {status.phase === "lost" && (
        <p class="lost" role="alert">
          {status.blocked ? t("projector.blocked") : t("projector.lost")}
        </p>
      )}
      <Corner />
      <Announcer />
    </>
  );
}

/** Asks for the room in which the same players play again, and goes there. */
function followOn(code: string): () => void {
  let tries = 0;
  const timer = setInterval(async () => {
    tries += 1;
    if (tries > AGAIN_TRIES) clearInterval(timer);
    const room = await call(
      api.GET("/realtime/rooms/validate/{room_code}", { params: { path: { room_code: code } } }),
    ).catch(() => null);
    if (room?.next_room_code) location.replace(at(`/projector?code=${room.next_room_code}`));
  }, AGAIN_MS);
  return () => clearInterval(timer);
}
