import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call, sentence } from "../shared/api";
import type { components } from "../shared/generated/api";
import { t } from "../shared/i18n";
import { findAddresses, siteAddress } from "../shared/invite";
import type { RoomState } from "../shared/room/state";
import { Qr } from "../shared/ui/Qr";

type Host = components["schemas"]["RoomHosts"]["items"][number];

/** Who hosts the room, a link that lets one more person host it, and handing it over. */
export function Hosts({ state }: { state: RoomState }) {
  const path = { room_code: state.welcome.room_code };
  const owner = state.welcome.owner === true;
  const hosts = useSignal<Host[]>([]);
  const link = useSignal("");
  const fault = useSignal("");
  const work = async (done: () => Promise<unknown>) => {
    fault.value = "";
    try {
      await done();
      hosts.value = (await call(api.GET("/realtime/rooms/{room_code}/hosts", { params: { path } }))).items;
    } catch (error) {
      fault.value = sentence(error);
    }
  };
  useEffect(() => void work(findAddresses), [state.hosts]); // anew when the room says that its hosts are others
  const invite = () =>
    work(async () => {
      const made = await call(api.POST("/realtime/rooms/{room_code}/invite", { params: { path } }));
      link.value = `${siteAddress.value}/host?code=${path.room_code}#invite=${made.invite}`;
    });
  return (
    <>
      <ul class="people">
        {hosts.value.map((host) => (
          <li key={host.user_id}>
            <span class="name">
              <bdi>{host.display_name}</bdi>
              {host.owner && ` · ${t("host.owner")}`}
            </span>
            {owner && !host.owner && (
              <>
                <button
                  type="button"
                  onClick={() =>
                    work(() =>
                      call(
                        api.POST("/realtime/rooms/{room_code}/hand-over", {
                          params: { path },
                          body: { user_id: host.user_id },
                        }),
                      ),
                    )
                  }
                >
                  {t("host.hand_over")}
                </button>
                <button
                  type="button"
                  onClick={() =>
                    work(() =>
                      call(
                        api.DELETE("/realtime/rooms/{room_code}/hosts/{user_id}", {
                          params: { path: { ...path, user_id: host.user_id } },
                        }),
                      ),
                    )
                  }
                >
                  {t("host.remove")}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {fault.value && <p role="alert">{fault.value}</p>}
      {owner && !link.value && (
        <button type="button" class="main" onClick={invite}>
          {t("host.invite")}
        </button>
      )}
      {link.value && (
        <div class="link">
          <p>{t("host.invite_hint")}</p>
          <input
            readOnly
            value={link.value}
            dir="ltr"
            aria-label={t("host.invite")}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Qr text={link.value} label={t("stage.qr", { address: link.value })} />
        </div>
      )}
    </>
  );
}
