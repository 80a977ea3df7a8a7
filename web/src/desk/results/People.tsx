import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { moment, number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { tried } from "../../shared/ui/toasts";
import { Marked } from "../take/Marked";
import { percent } from "./Figures";

type Schemas = components["schemas"];
type Person = Schemas["PersonResult"];

type Sort = "-percent" | "percent" | "name";

const WAIT_MS = 300;

/** Everybody's results: searched, sorted, a page at a time, and the answers of each. */
export function People({ quiz }: { quiz: Schemas["Quiz"] }) {
  const people = useSignal<Person[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const words = useSignal("");
  const sort = useSignal<Sort>("-percent");
  const open = useSignal<Person | null>(null);
  const asked = useRef(0);

  const load = (after: string | null) =>
    tried(async () => {
      asked.current += 1;
      const mine = asked.current;
      const query = {
        limit: 50,
        sort: sort.peek(),
        ...(words.peek().trim() && { q: words.peek().trim() }),
        ...(after && { cursor: after }),
      };
      const page = await call(
        api.GET("/results/{quiz_id}/results", { params: { path: { quiz_id: quiz.id }, query } }),
      );
      if (mine !== asked.current) return; // another search has begun
      people.value = after ? [...(people.value ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor ?? null;
    });
  useEffect(() => {
    const timer = setTimeout(() => void load(null), words.value ? WAIT_MS : 0);
    return () => clearTimeout(timer);
  }, [words.value, sort.value]);

  return (
    <section aria-label={t("results.people")}>
      <p class="row">
        <label class="grow">
          <span>{t("results.search")}</span>
          <input
            type="search"
            value={words}
            onInput={(event) => {
              words.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          <span>{t("results.sort")}</span>
          <select
            value={sort}
            onChange={(event) => {
              sort.value = event.currentTarget.value as Sort;
            }}
          >
            <option value="-percent">{t("results.best_first")}</option>
            <option value="percent">{t("results.weakest_first")}</option>
            <option value="name">{t("results.by_name")}</option>
          </select>
        </label>
      </p>
      {people.value?.length === 0 && <p class="faint">{t("results.no_person")}</p>}
      {people.value && people.value.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t("results.title")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("results.person")}</th>
                <th scope="col" class="figure">
                  {t("results.score")}
                </th>
                <th scope="col" class="figure">
                  {t("results.percent")}
                </th>
                <th scope="col" class="figure">
                  {t("results.attempts")}
                </th>
                <th scope="col">{t("results.handed_in")}</th>
              </tr>
            </thead>
            <tbody>
              {people.value.map((person) => (
                <tr key={person.user_id}>
                  <th scope="row">
                    <button type="button" class="plain" onClick={() => (open.value = person)}>
                      <bdi>{person.display_name}</bdi>
                    </button>
                    {person.guest && <span class="faint"> · {t("results.guest")}</span>}
                  </th>
                  <td class="figure">
                    {person.score == null
                      ? "–"
                      : `${number(person.score)} / ${number(person.max_score ?? 0)}`}
                  </td>
                  <td class="figure">
                    {percent(person.percent)}
                    {person.passed === true && <span class="right"> ✓</span>}
                    {person.passed != null && (
                      <span class="unseen">
                        {person.passed ? t("results.has_passed") : t("results.has_failed")}
                      </span>
                    )}
                  </td>
                  <td class="figure">{number(person.attempts.length)}</td>
                  <td>{person.finished_at ? moment(person.finished_at) : t("results.working")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cursor.value && (
        <p>
          <button type="button" onClick={() => void load(cursor.value)}>
            {t("results.more")}
          </button>
        </p>
      )}
      {open.value && <Answers quizId={quiz.id} person={open.value} onClose={() => (open.value = null)} />}
    </section>
  );
}

/** What a person has answered, attempt by attempt. */
function Answers({ quizId, person, onClose }: { quizId: string; person: Person; onClose: () => void }) {
  const attempts = useSignal<Schemas["AttemptSummary"][] | null>(null);
  const review = useSignal<Schemas["Review"] | null>(null);
  const look = (attempt_id: string) =>
    tried(async () => {
      review.value = await call(
        api.GET("/attempts/{attempt_id}/review", { params: { path: { attempt_id } } }),
      );
    });
  useEffect(() => {
    void tried(async () => {
      const path = { quiz_id: quizId, user_id: person.user_id };
      const { items } = await call(api.GET("/results/{quiz_id}/attempts/{user_id}", { params: { path } }));
      attempts.value = items;
      const last = items.find((attempt) => attempt.state === "finished");
      if (last) await look(last.id);
    });
  }, [person.user_id]);
  return (
    <Dialog title={person.display_name} onClose={onClose} wide>
      <ul class="numbers">
        {attempts.value?.map((attempt) => (
          <li key={attempt.id}>
            <button
              type="button"
              aria-pressed={review.value?.id === attempt.id}
              disabled={attempt.state !== "finished"}
              onClick={() => void look(attempt.id)}
            >
              {t("results.attempt", { n: attempt.number })}
              {attempt.state === "in_progress" && ` · ${t("results.working")}`}
              {attempt.state === "abandoned" && ` · ${t("results.abandoned")}`}
            </button>
          </li>
        ))}
      </ul>
      {review.value?.questions.map((question) => (
        <Marked key={question.id} question={question} others />
      ))}
    </Dialog>
  );
}
