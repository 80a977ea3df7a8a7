import { number, t } from "../i18n";
import type { Standing, TeamStanding } from "../room/protocol";
import { Avatar } from "../ui/Avatar";

interface Line {
  id: string;
  rank: number;
  previous: number | null;
  name: string;
  score: number;
  avatar?: string | undefined;
  note: string;
}

/** The leaderboard; each row slides from its former place to its own. */
export function Board({ players, teams = [] }: { players: Standing[]; teams?: TeamStanding[] }) {
  const people = players.map((row) => ({
    id: row.player_id,
    rank: row.rank,
    previous: row.previous_rank ?? null,
    name: row.nickname,
    score: row.score,
    avatar: row.avatar,
    note: (row.streak ?? 0) > 1 ? t("stage.streak", { n: row.streak }) : "",
  }));
  const groups = teams.map((row) => ({
    id: String(row.number),
    rank: row.rank,
    previous: row.previous_rank ?? null,
    name: row.name,
    score: row.score,
    note: t("stage.players", { n: row.players }),
  }));
  return (
    <div class="boards">
      {groups.length > 0 && <Table title={t("stage.teams")} lines={groups} />}
      {people.length > 0 && <Table title={t("stage.leaderboard")} lines={people} />}
    </div>
  );
}

function Table({ title, lines }: { title: string; lines: Line[] }) {
  const before = [...lines].sort((one, other) => (one.previous ?? Infinity) - (other.previous ?? Infinity));
  const moved = lines.some(({ previous }) => previous !== null);
  const movers = lines
    .filter(({ previous, rank }) => previous !== null && previous > rank)
    .sort((one, other) => gained(other) - gained(one))
    .slice(0, 3);
  return (
    <section class="board">
      <h2>{title}</h2>
      {movers.length > 0 && (
        <p class="movers">
          {movers.map((line) => (
            <span key={line.id}>
              <Movement by={gained(line)} /> <bdi>{line.name}</bdi>
            </span>
          ))}
        </p>
      )}
      <ol>
        {lines.map((line, place) => (
          <li key={line.id} style={moved ? { "--from": before.indexOf(line) - place } : {}}>
            <b class="rank">{number(line.rank)}</b>
            {moved && <Movement by={line.previous === null ? 0 : gained(line)} />}
            {line.avatar !== undefined && <Avatar seed={line.avatar} />}
            <span class="who">
              <bdi class="name">{line.name}</bdi>
              {line.note && <span class="note">{line.note}</span>}
            </span>
            <b class="score">{number(line.score)}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

const gained = ({ previous, rank }: Line): number => (previous ?? rank) - rank;

function Movement({ by }: { by: number }) {
  if (!by) return <span class="movement" />;
  const label = by > 0 ? t("stage.up", { n: by }) : t("stage.down", { n: -by });
  return (
    <span class={by > 0 ? "movement up" : "movement down"} role="img" aria-label={label}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={by > 0 ? "M12 4 22 20H2z" : "M12 20 2 4h20z"} />
      </svg>
      {number(Math.abs(by))}
    </span>
  );
}
