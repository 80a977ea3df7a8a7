import { useSignal } from "@preact/signals";
import { at } from "../shared/address";
import { t } from "../shared/i18n";
import type { RoomState } from "../shared/room/state";
import { soundOn, turnSound } from "../shared/stage/sound";
import { Hosts } from "./Hosts";
import { Panel } from "./Panel";
import { Players } from "./Players";
import type { Act, Primary } from "./Room";

type Open = "players" | "hosts" | "end" | null;

interface Props {
  state: RoomState;
  act: Act;
  primary: Primary | null;
  /** Something has just changed: a press may have been meant for what was there before. */
  settling: boolean;
  goOn: () => void;
}

/** The host's bar, always at the lower edge: what comes next, and everything else that a host can do. */
export function Bar({ state, act, primary, settling, goOn }: Props) {
  const open = useSignal<Open>(null);
  const { phase } = state;
  const asking = phase === "open" || phase === "paused";
  const live = state.welcome.mode === "live";
  const code = state.welcome.room_code;
  const toggle = (panel: Open) => () => {
    open.value = open.value === panel ? null : panel;
  };
  const shut = () => {
    open.value = null;
  };
  return (
    <>
      {open.value === "players" && (
        <Panel title={t("stage.players", { n: state.players })} onClose={shut}>
          <Players state={state} act={act} />
        </Panel>
      )}
      {open.value === "hosts" && (
        <Panel title={t("host.hosts")} onClose={shut}>
          <Hosts state={state} />
        </Panel>
      )}
      {open.value === "end" && (
        <Panel title={t("host.end_question")} onClose={shut}>
          <p>{t("host.end_hint")}</p>
          <button type="button" class="main" onClick={() => act({ type: "end" })}>
            {t("host.end_now")}
          </button>
        </Panel>
      )}
      <nav class="bar" aria-label={t("host.bar")}>
        {primary && (
          <button
            type="button"
            class="main primary"
            disabled={primary.disabled}
            aria-disabled={settling}
            onClick={goOn}
          >
            {primary.label}
          </button>
        )}
        {live && (
          <>
            <button type="button" disabled={phase !== "open"} onClick={() => act({ type: "pause" })}>
              {t("host.pause")}
            </button>
            <button type="button" disabled={!asking} onClick={() => act({ type: "extend", seconds: 10 })}>
              {t("host.extend")}
            </button>
            {phase === "paused" && (
              <button type="button" onClick={() => act({ type: "close" })}>
                {t("host.close")}
              </button>
            )}
            <button type="button" disabled={!asking} onClick={() => act({ type: "skip" })}>
              {t("host.skip")}
            </button>
            <button
              type="button"
              aria-pressed={state.boardShown}
              onClick={() => act({ type: "leaderboard", shown: !state.boardShown })}
            >
              {t("stage.leaderboard")}
            </button>
          </>
        )}
        <button type="button" aria-expanded={open.value === "players"} onClick={toggle("players")}>
          {t("stage.players", { n: state.players })}
        </button>
        {live && (
          <>
            <button type="button" aria-pressed={soundOn.value} onClick={() => turnSound(!soundOn.value)}>
              {t("stage.sound")}
            </button>
            <a class="button" href={at(`/projector?code=${code}`)} target="_blank" rel="noopener">
              {t("host.big_screen")}
            </a>
          </>
        )}
        <button type="button" aria-expanded={open.value === "hosts"} onClick={toggle("hosts")}>
          {t("host.hosts")}
        </button>
        <button type="button" aria-expanded={open.value === "end"} onClick={toggle("end")}>
          {t("host.end")}
        </button>
      </nav>
    </>
  );
}
