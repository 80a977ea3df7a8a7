import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../shared/address";
import { api, call } from "../shared/api";
import type { components } from "../shared/generated/api";
import { moment, number, t } from "../shared/i18n";
import type { RoomState } from "../shared/room/state";
import { Board } from "../shared/stage/Board";
import { Invitation } from "../shared/stage/Invitation";
import { AddressChoice } from "./Scene";

type Stats = components["schemas"]["RoomStats"];

const LOOK_MS = 5_000;

/** An assigned game, which everybody plays at their own pace: who is how far, looked at every few seconds. */
export function Assigned({ state }: { state: RoomState }) {
  const stats = useSignal<Stats | null>(null);
  const code = state.welcome.room_code;
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState === "hidden") return;
      const path = { room_code: code };
      stats.value =
        (await call(api.GET("/realtime/rooms/{room_code}/stats", { params: { path } })).catch(() => null)) ??
        stats.value;
    };
    void look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [code, stats]);
  const { closes_at } = state.welcome;
  return (
    <main class="scene">
      <h1 dir="auto">{state.welcome.title}</h1>
      {closes_at && <p>{t("host.until", { when: moment(closes_at) })}</p>}
      <Invitation code={code} />
      <AddressChoice />
      {stats.value && (
        <>
          <table class="asked">
            <thead>
              <tr>
                <th scope="col">{t("host.question")}</th>
                <th scope="col">{t("host.answered")}</th>
              </tr>
            </thead>
            <tbody>
              {stats.value.questions.map((question) => (
                <tr key={question.number}>
                  <td dir="auto">
                    {number(question.number)}. {question.prompt}
                  </td>
                  <td>{number(question.answered)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Board
            players={stats.value.leaderboard.map((row) => ({ ...row, team: row.team ?? null }))}
            teams={stats.value.team_board}
          />
        </>
      )}
      <p>
        <a class="button" href={at(`/report?code=${code}`)}>
          {t("host.report")}
        </a>
      </p>
    </main>
  );
}
