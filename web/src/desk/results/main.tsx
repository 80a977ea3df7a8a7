/**
 * The results of a quiz: its figures, people, questions, answers to mark, and regrading.
 * `/results?quiz=<id>`.
 */

import "../../shared/base.css";
import "../../shared/prose/prose.css";
import "../take/take.css";
import "./results.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at, quizParameter } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { download } from "../../shared/download";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { ContentLanguage } from "../../shared/prose/Prose";
import { Menu } from "../../shared/ui/Menu";
import { tried } from "../../shared/ui/toasts";
import { Frame, Notice } from "../frame/Frame";
import { mountPersonal } from "../frame/personal";
import { Figures } from "./Figures";
import { Groups } from "./Groups";
import { Marking } from "./Marking";
import { People } from "./People";
import { Questions } from "./Questions";
import { Regrade } from "./Regrade";

type Schemas = components["schemas"];
type Part = "people" | "questions" | "groups" | "marking" | "regrade";

const PARTS: Part[] = ["people", "questions", "groups", "marking", "regrade"];

interface Found {
  quiz: Schemas["Quiz"];
  statistics: Schemas["QuizStatistics"];
  toMark: number;
}

async function find(quiz_id: string): Promise<Found> {
  const path = { quiz_id };
  const [quiz, statistics, marking] = await Promise.all([
    call(api.GET("/quizzes/{quiz_id}", { params: { path } })),
    call(api.GET("/results/{quiz_id}/statistics", { params: { path } })),
    call(api.GET("/quizzes/{quiz_id}/marking", { params: { path, query: { limit: 1 } } })),
  ]);
  return { quiz, statistics, toMark: marking.total };
}

function Results() {
  const quizId = quizParameter();
  const found = useSignal<Found | null>(null);
  const fault = useSignal("");
  const part = useSignal<Part>(PARTS.find((one) => `#${one}` === location.hash) ?? "people");

  const load = async () => {
    try {
      found.value = await find(quizId);
    } catch (error) {
      if (!found.value) fault.value = sentence(error);
    }
  };
  useEffect(() => {
    void load();
  }, []);

  const show = (next: Part) => {
    part.value = next;
    history.replaceState(null, "", `#${next}`);
  };
  const title = found.value ? t("results.of", { title: found.value.quiz.title }) : t("results.title");
  return (
    <Frame title={title} personal>
      {fault.value && (
        <Notice title={t("results.not_shown")}>
          <p>{fault}</p>
          <a class="button main" href={at("/")}>
            {t("shared.home")}
          </a>
        </Notice>
      )}
      {!fault.value && !found.value && (
        <p class="faint" role="status">
          {t("shared.loading")}
        </p>
      )}
      {found.value && (
        <>
          <header class="row">
            <h1 class="grow" dir="auto">
              {title}
            </h1>
            <a class="button" href={at(`/edit?quiz=${quizId}`)}>
              {t("results.edit")}
            </a>
            <Save quizId={quizId} />
          </header>
          <Figures quiz={found.value.quiz} statistics={found.value.statistics} />
          <nav class="parts" aria-label={t("results.parts")}>
            {PARTS.map((one) => (
              <button
                key={one}
                type="button"
                aria-current={part.value === one ? "page" : undefined}
                onClick={() => show(one)}
              >
                {t(`results.${one}`)}
                {one === "marking" && found.value && found.value.toMark > 0 && ` (${found.value.toMark})`}
              </button>
            ))}
          </nav>
          <ContentLanguage.Provider value={found.value.quiz.language}>
            {part.value === "people" && <People quiz={found.value.quiz} />}
            {part.value === "questions" && <Questions quizId={quizId} statistics={found.value.statistics} />}
            {part.value === "groups" && <Groups quizId={quizId} />}
            {part.value === "marking" && <Marking quizId={quizId} onMarked={load} />}
            {part.value === "regrade" && (
              <Regrade quizId={quizId} statistics={found.value.statistics} onDone={load} />
            )}
          </ContentLanguage.Provider>
        </>
      )}
    </Frame>
  );
}

/** The results as files. */
function Save({ quizId }: { quizId: string }) {
  const save = (format: string) =>
    tried(() => download(`/results/${quizId}/export?format=${format}`, `results.${format}`));
  return (
    <Menu class="end" label={t("results.save")}>
      <button type="button" onClick={() => void save("xlsx")}>
        {t("results.as_workbook")}
      </button>
      <button type="button" onClick={() => void save("csv")}>
        {t("results.as_csv")}
      </button>
    </Menu>
  );
}

mountPersonal(Results);
