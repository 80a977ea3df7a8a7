import { useSignal } from "@preact/signals";
import { number, t } from "../shared/i18n";
import type { Member } from "../shared/room/protocol";
import type { RoomState } from "../shared/room/state";
import { Avatar } from "../shared/ui/Avatar";
import type { Act } from "./Room";

const FACTORS = [1, 1.25, 1.5, 2, 3];

/** The players, and what a host can do for each. */
export function Players({ state, act }: { state: RoomState; act: Act }) {
  const members = [...state.members.values()];
  return (
    <>
      <label class="tickable">
        <input
          type="checkbox"
          checked={state.locked}
          onChange={(event) => act({ type: "lock", locked: event.currentTarget.checked })}
        />
        {t("host.lock")}
      </label>
      <ul class="people">
        {members.map((member) => (
          <Player key={member.player_id} member={member} teams={state.welcome.teams ?? []} act={act} />
        ))}
      </ul>
      {!members.length && <p class="faint">{t("host.nobody")}</p>}
    </>
  );
}

interface Props {
  member: Member;
  teams: { number: number; name: string }[];
  act: Act;
}

function Player({ member, teams, act }: Props) {
  const sure = useSignal(false);
  const { player_id, nickname } = member;
  const here = member.present !== false;
  return (
    <li>
      <Avatar seed={member.avatar} size={28} />
      <span class={here ? "name" : "name faint"}>
        <bdi>{nickname}</bdi>
        {!here && ` · ${t("host.away")}`}
      </span>
      {!!member.score && <span class="faint">{number(member.score)}</span>}
      {teams.length > 0 && (
        <select
          aria-label={t("host.team_of", { name: nickname })}
          value={String(member.team ?? "")}
          onChange={(event) => act({ type: "team", player_id, team: Number(event.currentTarget.value) })}
        >
          {teams.map((team) => (
            <option key={team.number} value={team.number}>
              {team.name}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={t("host.time_of", { name: nickname })}
        value={String(member.time_factor ?? 1)}
        onChange={(event) => act({ type: "time", player_id, factor: Number(event.currentTarget.value) })}
      >
        {FACTORS.map((each) => (
          <option key={each} value={each}>
            {t("host.times_time", { n: number(each) })}
          </option>
        ))}
      </select>
      {sure.value ? (
        <button type="button" class="main" onClick={() => act({ type: "kick", player_id })}>
          {t("host.remove_sure")}
        </button>
      ) : (
        <button
          type="button"
          aria-label={t("host.remove_name", { name: nickname })}
          onClick={() => {
            sure.value = true;
          }}
        >
          {t("host.remove")}
        </button>
      )}
    </li>
  );
}
