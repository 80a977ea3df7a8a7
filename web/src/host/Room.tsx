import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { explain } from "../shared/api";
import { t } from "../shared/i18n";
import { useLook } from "../shared/look/useLook";
import { now } from "../shared/room/clock";
import { RoomConnection } from "../shared/room/connection";
import type { HostMessage, ServerMessage } from "../shared/room/protocol";
import { type RoomState, told } from "../shared/room/state";
import { accessToken, renew, session } from "../shared/session";
import { Announcer, announce } from "../shared/ui/announce";
import { Bar } from "./Bar";
import { Scene } from "./Scene";
import { Sorry } from "./Sorry";

const TOKEN_MS = 240_000; // how often a token is renewed that would end while the game goes on
/** What the server says to somebody whose session has ended. */
const SIGNED_OUT = new Set(["invalid_token", "not_authenticated", "not_signed_in", "session_ended"]);
const RENEWAL_MS = 20_000; // a token that is refused sooner than this after it was made helps nobody
const SETTLE_MS = 500; // the second press of a double click must not be the next command

/** What a host does in a room; the server says what became of it. */
export type Act = (message: HostMessage) => void;

/** The one thing that comes next, on the largest button and on space. */
export interface Primary {
  label: string;
  message: HostMessage;
  disabled?: boolean;
}

/** A room that somebody hosts. */
export function Room({ code }: { code: string }) {
  const state = useSignal<RoomState | null>(null);
  useLook(() => state.value?.welcome.look);
  const note = useSignal("");
  const commands = useRef(0);
  const settling = useSignal(false);
  const connection = useMemo(
    () =>
      new RoomConnection<HostMessage>({
        role: "host",
        code,
        protocols: async () => ["bearer", await token()],
      }),
    [code],
  );
  // A new token, from a new sign-in if need be: the dialog for that stands where the session is gone
  const renewedAt = useRef(Number.NEGATIVE_INFINITY);
  const hopeless = useSignal(false);
  const renewed = async () => {
    hopeless.value = now() - renewedAt.current < RENEWAL_MS;
    renewedAt.current = now();
    if (!hopeless.value && (await renew().catch(() => null))) connection.reconnect();
  };
  const signedIn = useRef(true);
  useSignalEffect(() => {
    const there = session.value !== null;
    if (there && !signedIn.current) connection.reconnect();
    signedIn.current = there;
  });
  useEffect(() => {
    let settled: ReturnType<typeof setTimeout> | undefined;
    const stop = connection.onMessage((message) => {
      const before = state.value?.phase;
      state.value = told(state.value, message);
      if (before && state.value?.phase !== before) {
        settling.value = true;
        clearTimeout(settled);
        settled = setTimeout(() => {
          settling.value = false;
        }, SETTLE_MS);
      }
      if (message.type === "error" && SIGNED_OUT.has(message.code)) void renewed();
      const news = noteOf(message);
      if (news !== null) note.value = news;
      if (message.type === "question.opened") announce(message.prompt);
    });
    const timer = setInterval(async () => {
      connection.send({ type: "authenticate", token: await token() });
    }, TOKEN_MS);
    return () => {
      stop();
      clearInterval(timer);
      clearTimeout(settled);
      connection.close();
    };
  }, [connection, state, note, settling]);

  const act: Act = (message) => {
    commands.current += 1;
    note.value = "";
    if (!connection.send({ ...message, id: String(commands.current) } as HostMessage))
      note.value = t("host.not_sent");
    else connection.expectReply();
  };
  const primary = state.value ? primaryOf(state.value) : null;
  const goOn = () => {
    if (primary && !primary.disabled && !settling.value) act(primary.message);
  };
  const latest = useRef(goOn);
  latest.current = goOn;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== " " || target.closest("button, a, input, select, textarea, summary, [role=dialog]"))
        return;
      event.preventDefault();
      if (!event.repeat) latest.current();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  const status = connection.status.value;
  if (status.phase === "refused" && (hopeless.value || !SIGNED_OUT.has(status.code))) {
    return <Sorry title={t("host.refused")}>{explain(status.code)}</Sorry>;
  }
  if (!state.value) return status.phase === "lost" ? <p role="alert">{t("host.lost")}</p> : null;
  return (
    <div class="hosting">
      <Scene state={state.value} act={act} />
      {(status.phase === "lost" || note.value) && (
        <p class="news" role="alert">
          {status.phase === "lost" ? t("host.lost") : note.value}
        </p>
      )}
      {state.value.phase !== "ended" && (
        <Bar state={state.value} act={act} primary={primary} settling={settling.value} goOn={goOn} />
      )}
      <Announcer />
    </div>
  );
}

/** The host's access token. Throws where it can't be had, so that the connection tries again. */
async function token(): Promise<string> {
  const found = await accessToken();
  if (!found) throw new Error("Nobody is signed in.");
  return found;
}

/** What to tell the host about a message; null if nothing, empty if a former sentence is out of date. */
function noteOf(message: ServerMessage): string | null {
  if (message.type === "error") return SIGNED_OUT.has(message.code) ? null : explain(message.code);
  if (message.type === "room.refusals") {
    const n = message.refused.reduce((all, { count }) => all + count, 0);
    const full = message.refused.some(({ reason }) => reason === "server_full");
    return full ? t("host.refused_full", { n }) : t("host.refused_network", { n });
  }
  return message.type === "welcome" ? "" : null;
}

function primaryOf(state: RoomState): Primary | null {
  const { question_number, question_total } = state.welcome;
  switch (state.phase) {
    case "lobby":
      if (state.welcome.mode === "assigned") return null;
      return { label: t("host.start"), message: { type: "start" }, disabled: state.players === 0 };
    case "announced":
      return {
        label: t("host.open_now"),
        message: { type: "next", after: (state.announced?.number ?? 1) - 1, at_once: true },
      };
    case "open":
      return { label: t("host.close"), message: { type: "close" } };
    case "paused":
      return { label: t("host.resume"), message: { type: "resume" } };
    case "closed":
    case "skipped": {
      const last = question_number >= question_total;
      return {
        label: last ? t("host.podium") : t("host.next"),
        message: { type: "next", after: question_number },
      };
    }
    default:
      return null;
  }
}
