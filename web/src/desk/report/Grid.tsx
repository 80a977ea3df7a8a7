import type { Signal } from "@preact/signals";
import { number, t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { type Answer, answerText, type Question, type Report, type Selection } from "./figures";

const SIGNS: Record<Answer["status"], string> = {
  right: "✔",
  partly_right: "◐",
  wrong: "✘",
  unanswered: "–",
  unscored: "●",
  answered: "…",
  not_there: "",
  not_asked: "",
  skipped: "⤼",
};

interface Props {
  report: Report;
  asked: Question[];
  selection: Signal<Selection | null>;
}

/** Everybody's answers. A person, a question or a cell shows the answers behind it. */
export function Grid({ report, asked, selection }: Props) {
  return (
    <section>
      <h2>{t("report.per_player")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("report.per_player")}>
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">{t("report.player")}</th>
              <th scope="col">{t("report.score")}</th>
              {asked.map((question) => (
                <th key={question.number} scope="col">
                  <button
                    type="button"
                    aria-label={t("report.question_n", { n: question.number })}
                    onClick={() => {
                      selection.value = { question: question.number };
                    }}
                  >
                    {number(question.number)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.players.map((player) => (
              <tr key={player.player_id}>
                <th scope="row">
                  <button
                    type="button"
                    onClick={() => {
                      selection.value = { player: player.player_id };
                    }}
                  >
                    <Avatar seed={player.avatar} size={24} /> {number(player.rank)}.{" "}
                    <bdi>{player.nickname}</bdi>
                  </button>
                </th>
                <td>{number(player.score)}</td>
                {asked.map((question) => {
                  const answer = player.answers.find((each) => each.number === question.number);
                  return (
                    <td key={question.number} data-status={answer?.status}>
                      {answer && (
                        <button
                          type="button"
                          aria-label={answerText(question, answer)}
                          onClick={() => {
                            selection.value = { player: player.player_id, question: question.number };
                          }}
                        >
                          {SIGNS[answer.status]}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="faint">{t("report.legend")}</p>
    </section>
  );
}
