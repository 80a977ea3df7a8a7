/** The host's page: opens a room, and leads its game. */

import "../shared/base.css";
import "../shared/display.css";
import "../shared/prose/prose.css";
import "../shared/stage/stage.css";
import "./host.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { mountPersonal } from "../desk/frame/personal";
import { SignInAgain } from "../desk/frame/SignInAgain";
import { at, parameter } from "../shared/address";
import { api, call, sentence } from "../shared/api";
import { t } from "../shared/i18n";
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
  const opened = (made: string) => {
    history.replaceState(null, "", at(`/host?code=${made}`));
    code.value = made;
  };
  return (
    <>
      {code.value && tab.get<string>(INVITE) ? (
        <Accept code={code.value} />
      ) : code.value ? (
        <Room key={code.value} code={code.value} />
      ) : quiz ? (
        <SetUp quizId={quiz} onOpened={opened} />
      ) : (
        <Sorry title={t("host.no_room")}>{t("host.no_room_hint")}</Sorry>
      )}
      <SignInAgain />
    </>
  );
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

mountPersonal(Host);
