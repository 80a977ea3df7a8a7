import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { number, t } from "../../shared/i18n";
import { answerText, inWords, promptOf, type Report, type Selection } from "./figures";

/** The answers behind what was pressed, in words. Escape shuts it. */
export function Details({ report, selection }: { report: Report; selection: Signal<Selection | null> }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { player, question } = selection.value ?? {};
  useLayoutEffect(() => heading.current?.focus(), [player, question]);
  // before the next paint: nobody can press a key that is not listened to yet
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape") selection.value = null;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [selection]);
  const people = report.players.filter(({ player_id }) => player === undefined || player_id === player);
  const questions = report.questions.filter(
    ({ number: each, asked, kind }) =>
      asked && kind !== "slide" && (question === undefined || each === question),
  );
  const [person] = people;
  const title =
    player !== undefined && person
      ? person.nickname
      : t("report.question_n", { n: question ?? questions[0]?.number ?? 0 });
  return (
    <aside class="details" aria-label={title}>
      <h2 ref={heading} tabIndex={-1} dir="auto">
        {title}
      </h2>
      <button
        type="button"
        onClick={() => {
          selection.value = null;
        }}
      >
        {t("report.shut")}
      </button>
      {questions.map((each) => (
        <section key={each.number}>
          <h3 dir="auto">
            {number(each.number)}. {promptOf(each)}
          </h3>
          {each.key !== null && (
            <p class="key" dir="auto">
              {t("report.key")} {inWords(each, each.key)}
            </p>
          )}
          <ul>
            {people.map((one) => {
              const answer = one.answers.find(({ number: of }) => of === each.number);
              return (
                answer && (
                  <li key={one.player_id} dir="auto">
                    {player === undefined && <b>{one.nickname}: </b>}
                    {answerText(each, answer)}
                  </li>
                )
              );
            })}
          </ul>
        </section>
      ))}
    </aside>
  );
}
