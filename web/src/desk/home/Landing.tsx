/**
 * What Quizzler is, for who is not signed in. The way into a game comes first: most who open this page want
 * that.
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call } from "../../shared/api";
import { t } from "../../shared/i18n";
import { JoinByCode } from "./JoinByCode";
import type { Quiz } from "./library";
import { Sample } from "./Sample";

const POINTS = ["live", "alone", "made"] as const;

export function Landing() {
  return (
    <>
      <section class="hero">
        <div class="show">
          <Sample />
          <JoinByCode />
        </div>
        <div>
          <h1>{t("home.promise")}</h1>
          <p class="lead">{t("home.promise_more")}</p>
          <p class="row">
            <a class="button main" href={`${at("/")}?sign-in&new`}>
              {t("frame.sign_up")}
            </a>
            <a class="button" href={`${at("/")}?sign-in`}>
              {t("frame.sign_in")}
            </a>
          </p>
          <p class="hint">{t("home.players_need_none")}</p>
        </div>
      </section>
      <section class="points">
        {POINTS.map((one) => (
          <div key={one}>
            <Sign name={one} />
            <h2>{t(`home.point_${one}`)}</h2>
            <p>{t(`home.point_${one}_more`)}</p>
          </div>
        ))}
      </section>
      <PublicQuizzes />
    </>
  );
}

/** The shapes by which answers are told apart. */
function Sign({ name }: { name: (typeof POINTS)[number] }) {
  const paths = { live: "M12 2 23 21H1z", alone: "M12 1 23 12 12 23 1 12z", made: "M3 3h18v18H3z" };
  return (
    <svg viewBox="0 0 24 24" class={`sign ${name}`} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

function PublicQuizzes() {
  const quizzes = useSignal<Quiz[]>([]);
  useEffect(() => {
    void call(api.GET("/quizzes", { params: { query: { visibility: "public", limit: 12 } } }))
      .then((page) => {
        quizzes.value = page.items;
      })
      .catch(() => undefined); // the page is whole without them
  }, []);
  if (!quizzes.value.length) return null;
  return (
    <section>
      <h2>{t("home.try_one")}</h2>
      <ul class="public">
        {quizzes.value.map((quiz) => (
          <li key={quiz.id}>
            <a href={at(`/take?quiz=${quiz.id}`)} lang={quiz.language} dir="auto">
              {quiz.title}
            </a>
            <span class="faint">{t("home.questions", { n: quiz.question_count })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
