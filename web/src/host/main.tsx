/** The host's page: opens a room, and leads its game. */

import "../shared/base.css";
import "../shared/prose/prose.css";
import "../shared/stage/stage.css";
import "./host.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at, parameter } from "../shared/address";
import { api, call, sentence } from "../shared/api";
import { t } from "../shared/i18n";
import { mount } from "../shared/page";
import { session } from "../shared/session";
import { tab } from "../shared/storage";
import { Room } from "./Room";
import { SetUp } from "./SetUp";
import { Sorry } from "./Sorry";

const INVITE = "quizzler.invite"; // kept while somebody signs in first
// It stands after the #, which no proxy sees and logs.
const given = new URLSearchParams(location.hash.slice(1)).get("invite");
if (given) tab.set(INVITE, given);

function Host() {
  const code = useSignal((parameter("code") ?? "").toUpperCase().replace(/[\s-]/g, ""));
  const quiz = parameter("quiz");
  if (!session.value) {
    location.replace(at(`/?sign-in&next=${encodeURIComponent(location.pathname + location.search)}`));
    return null;
  }
  if (code.value && tab.get<string>(INVITE)) return <Accept code={code.value} />;
  if (code.value) return <Room key={code.value} code={code.value} />;
  if (quiz) {
    const opened = (made: string) => {
      history.replaceState(null, "", at(`/host?code=${made}`));
      code.value = made;
    };
    return <SetUp quizId={quiz} onOpened={opened} />;
  }
  return <Sorry title={t("host.no_room")}>{t("host.no_room_hint")}</Sorry>;
}

/** Takes up an invitation to host a room too. */
function Accept({ code }: { code: string }) {
  const fault = useSignal("");
  useEffect(() => {
    const invite = tab.get<string>(INVITE) ?? "";
    tab.remove(INVITE);
    const path = { room_code: code };
    call(api.POST("/realtime/rooms/{room_code}/hosts", { params: { path }, body: { invite } })).then(
      () => location.replace(at(`/host?code=${code}`)),
      (error) => {
        fault.value = sentence(error);
      },
    );
  }, [code, fault]);
  return fault.value ? <Sorry title={t("host.not_invited")}>{fault.value}</Sorry> : null;
}

mount(Host);
