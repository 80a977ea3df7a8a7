import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";

type Team = components["schemas"]["RankedTeam"];

/** The teams of a game by rank; the score of a team is the mean of its players'. */
export function Teams({ teams }: { teams: Team[] }) {
  return (
    <section>
      <h2 id="teams">{t("report.teams")}</h2>
      <table class="teams" aria-labelledby="teams">
        <thead>
          <tr>
            <th scope="col">{t("report.rank")}</th>
            <th scope="col">{t("report.team")}</th>
            <th scope="col">{t("report.players")}</th>
            <th scope="col">{t("report.mean_score")}</th>
          </tr>
        </thead>
        <tbody>
          {teams.map((team) => (
            <tr key={team.number}>
              <td>{number(team.rank)}</td>
              <th scope="row">
                <bdi>{team.name}</bdi>
              </th>
              <td>{number(team.players)}</td>
              <td>{number(team.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
