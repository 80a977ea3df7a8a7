/** Taking a quiz alone: what to know before, the questions, and the result. `/take?quiz=<id>`. */

import "../../shared/base.css";
import "../../shared/prose/prose.css";
import "../../shared/question/paper.css";
import "./take.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at, quizParameter } from "../../shared/address";
import { sentence } from "../../shared/api";
import { t } from "../../shared/i18n";
import { mount } from "../../shared/page";
import { ContentLanguage } from "../../shared/prose/Prose";
import { refusal } from "../../shared/question/refusal";
import { session } from "../../shared/session";
import { Frame, Notice } from "../frame/Frame";
import { AttemptStore } from "./attempt";
import { credentialsFor } from "./guest";
import { Intro } from "./Intro";
import { Outcome } from "./Outcome";
import { type Known, known } from "./quiz";
import { Taking } from "./Taking";

type View =
  | { at: "loading" }
  | { at: "refused"; why: string }
  | { at: "intro"; known: Known }
  | { at: "taking"; store: AttemptStore }
  | {
      at: "outcome";
      attemptId: string;
      late: number[];
      rejected: { position: number; why: string }[];
    };

function Take() {
  const quizId = quizParameter();
  const view = useSignal<View>({ at: "loading" });
  const title = useSignal(t("take.title"));
  const language = useSignal<string | undefined>(undefined);

  const begin = async () => {
    try {
      const found = await known(quizId);
      title.value = found.quiz.title;
      language.value = found.quiz.language;
      view.value = { at: "intro", known: found };
    } catch (error) {
      view.value = { at: "refused", why: sentence(error) };
    }
  };
  useEffect(() => {
    void begin();
  }, []);

  const now = view.value;
  return (
    <Frame title={title.value} personal={session.peek() !== null}>
      {now.at === "loading" && (
        <p class="faint" role="status">
          {t("shared.loading")}
        </p>
      )}
      {now.at === "refused" && (
        <Notice title={t("take.not_shown")}>
          <p>{now.why}</p>
          <a class="button main" href={at("/")}>
            {t("shared.home")}
          </a>
        </Notice>
      )}
      <ContentLanguage.Provider value={language.value}>
        {now.at === "intro" && (
          <Intro
            known={now.known}
            onBegun={(attempt) => {
              view.value = { at: "taking", store: new AttemptStore(attempt, credentialsFor(quizId)) };
            }}
            onLook={(attemptId) => {
              view.value = { at: "outcome", attemptId, late: [], rejected: [] };
            }}
            onChanged={begin}
          />
        )}
        {now.at === "taking" && (
          <Taking
            store={now.store}
            onDone={(outcome) => {
              const { attempt, late } = outcome;
              const { questions } = now.store.attempt.value;
              const rejected = attempt.rejected.flatMap(({ question_id, code }) => {
                const question = questions.find(({ id }) => id === question_id);
                return question ? [{ position: question.position, why: refusal(question, code) }] : [];
              });
              view.value = { at: "outcome", attemptId: attempt.id, late, rejected };
            }}
          />
        )}
        {now.at === "outcome" && (
          <Outcome
            quizId={quizId}
            attemptId={now.attemptId}
            late={now.late}
            rejected={now.rejected}
            onBack={() => {
              view.value = { at: "loading" };
              void begin();
            }}
          />
        )}
      </ContentLanguage.Provider>
    </Frame>
  );
}

mount(Take);
