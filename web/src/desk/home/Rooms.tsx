import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import { act } from "./acts";
import { endRoom } from "./endRoom";

type Room = components["schemas"]["ListedRoom"];

/** The rooms that are not over: to go on with, or to end from here. */
export function Rooms() {
  const rooms = useSignal<Room[]>([]);
  const ending = useSignal<Room | null>(null);
  const load = async () => {
    const { items } = await call(api.GET("/realtime/rooms", { params: { query: { limit: 50 } } }));
    rooms.value = items.filter((room) => room.state !== "ended");
  };
  useEffect(() => {
    act(load)();
  }, []);
  const end = act(async (room: Room) => {
    ending.value = null;
    await endRoom(room.room_code);
    toast(t("home.room_over", { title: room.title }));
    await load();
  });
  if (!rooms.value.length) return null;
  const asked = ending.value;
  return (
    <section class="rooms" aria-labelledby="rooms">
      <h2 id="rooms">{t("home.in_play")}</h2>
      <ul>
        {rooms.value.map((room) => (
          <li key={room.room_id}>
            <div class="grow">
              <strong dir="auto">{room.title}</strong>
              <span class="faint">
                {t("home.room", { code: room.room_code })} · {state(room)} ·{" "}
                {t("home.players", { n: room.players })}
              </span>
            </div>
            <a class="button main" href={at(`/host?code=${room.room_code}`)}>
              {t("home.host_on")}
            </a>
            <button
              type="button"
              onClick={() => (ending.value = room)}
              aria-label={t("home.end_room", { title: room.title })}
            >
              {t("home.end")}
            </button>
          </li>
        ))}
      </ul>
      {asked && (
        <Dialog title={t("home.end_room", { title: asked.title })} onClose={() => (ending.value = null)}>
          <p>{t("home.end_hint", { n: asked.players })}</p>
          <div class="row">
            <button type="button" class="main" onClick={() => end(asked)}>
              {t("home.end_now")}
            </button>
            <button type="button" onClick={() => (ending.value = null)}>
              {t("home.play_on")}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function state(room: Room): string {
  if (room.mode === "assigned") return t("home.state_assigned");
  if (room.state === "lobby") return t("home.state_lobby");
  return t("home.state_playing", { n: room.question_number, of: room.question_total });
}
