/** The editor of a quiz. */

import "../../shared/base.css";
import "../../shared/prose/prose.css";
import "../../shared/question/paper.css";
import "../../shared/question/phone.css";
import "../../shared/stage/question.css";
import "./edit.css";
import "./list.css";
import "./form.css";
import "./history.css";
import "./beside/beside.css";
import { computed, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { t } from "../../shared/i18n";
import { session } from "../../shared/session";
import { Announcer } from "../../shared/ui/announce";
import { Frame, Notice } from "../frame/Frame";
import { mountPersonal } from "../frame/personal";
import { act } from "../home/acts";
import { Share } from "../home/Share";
import { Beside, viewOf } from "./beside/Beside";
import { History } from "./History";
import { List, moveAndTell } from "./List";
import { QuestionForm } from "./QuestionForm";
import { Settings } from "./Settings";
import { Generation, More } from "./Source";
import {
  add,
  canRedo,
  canUndo,
  current,
  entries,
  isRefused,
  load,
  quiz,
  quizId,
  redo,
  remove,
  save,
  saveAll,
  saveSettings,
  saving,
  selected,
  settingRefusals,
  typed,
  typeSettings,
  undo,
  unsaved,
} from "./store";

const broken = signal<unknown>(null);
const view = signal<"questions" | "settings">("questions");

function Editor() {
  useEffect(() => {
    load().catch((error) => {
      broken.value = error;
    });
  }, []);
  const title = quiz.value?.title ?? t("home.edit");
  return (
    <Frame title={title} personal>
      {broken.value ? (
        <Notice title={sentence(broken.value)}>
          <a class="button main" href={at("/")}>
            {t("frame.library")}
          </a>
        </Notice>
      ) : quiz.value ? (
        <Desk />
      ) : (
        <p class="loading" role="status">
          {t("shared.loading")}
        </p>
      )}
      <Announcer />
    </Frame>
  );
}

function Desk() {
  const sharing = useSignal(false);
  const remembering = useSignal(false);
  useEffect(() => {
    document.addEventListener("keydown", pressed);
    addEventListener("beforeunload", warn);
    addEventListener("pagehide", sendRest);
    return () => {
      document.removeEventListener("keydown", pressed);
      removeEventListener("beforeunload", warn);
      removeEventListener("pagehide", sendRest);
    };
  }, []);
  useEffect(() => {
    if (!session.value) return;
    void saveAll(); // also what was typed while nobody was signed in
    void saveSettings().catch(() => undefined);
  }, [session.value?.access_token]);
  const now = quiz.value;
  if (!now) return null;
  const one = current.value;
  const n = entries.value.findIndex((entry) => entry.key === selected.value) + 1;
  return (
    <>
      <div class="head row">
        <Title />
        <Status />
        <button
          type="button"
          class="icon"
          aria-label={t("shared.undo")}
          disabled={!canUndo.value}
          onClick={() => void undo()}
        >
          ↶
        </button>
        <button
          type="button"
          class="icon"
          aria-label={t("edit.redo")}
          disabled={!canRedo.value}
          onClick={() => void redo()}
        >
          ↷
        </button>
        <button type="button" onClick={() => (remembering.value = true)}>
          {t("edit.history")}
        </button>
        <button type="button" onClick={() => (sharing.value = true)}>
          {t("home.share")}
        </button>
        <a class="button" href={at(`/results?quiz=${quizId}`)}>
          {t("edit.results")}
        </a>
        <a class="button" href={at(`/take?quiz=${quizId}`)}>
          {t("home.take")}
        </a>
        <a class="button main" href={at(`/host?quiz=${quizId}`)}>
          {t("home.host")}
        </a>
      </div>
      <div class="tabs row" role="group" aria-label={t("edit.parts")}>
        {(["questions", "settings"] as const).map((part) => (
          <button
            type="button"
            key={part}
            aria-pressed={view.value === part}
            onClick={() => (view.value = part)}
          >
            {part === "questions" ? t("home.questions", { n: entries.value.length }) : t("edit.settings")}
            {part === "settings" && hasRefusedSettings.value && (
              <span class="refused"> · {t("edit.look")}</span>
            )}
          </button>
        ))}
      </div>
      <Generation quiz={now} />
      {now.state !== "generating" && entries.value.some((one) => one.citation) && <More />}
      {view.value === "settings" ? (
        <Settings />
      ) : (
        <div class="editor" data-view={one ? viewOf(one) : undefined}>
          <List />
          {one ? (
            <>
              <div class="middle">
                <div class="row over">
                  <h2 class="grow">
                    {t("edit.question", { n })}{" "}
                    <span class="faint">{t(`edit.kind_${one.draft.kind as "poll"}`)}</span>
                  </h2>
                  <div class="row acts">
                    <button
                      type="button"
                      class="icon"
                      aria-label={t("edit.up")}
                      aria-disabled={n === 1}
                      onClick={() => act(moveAndTell)(one.key, -1)}
                    >
                      ↑
                    </button>
                    <button
                      type="button"
                      class="icon"
                      aria-label={t("edit.down")}
                      aria-disabled={n === entries.value.length}
                      onClick={() => act(moveAndTell)(one.key, 1)}
                    >
                      ↓
                    </button>
                    <button type="button" class="danger" onClick={() => act(remove)([one.key])}>
                      {t("home.delete")}
                    </button>
                  </div>
                </div>
                <QuestionForm key={one.key} entry={one} number={n} />
              </div>
              <Beside entry={one} n={n} total={entries.value.length} />
            </>
          ) : (
            <div class="empty">
              <h2>{t("edit.none_yet")}</h2>
              <p>{t("edit.first_hint")}</p>
              <button type="button" class="main" onClick={() => add("single_choice")}>
                {t("edit.first")}
              </button>
            </div>
          )}
        </div>
      )}
      {one && view.value === "questions" && <p class="hint keys">{t("edit.keys")}</p>}
      {remembering.value && <History onClose={() => (remembering.value = false)} />}
      {sharing.value && (
        <Share
          quiz={now}
          onClose={() => (sharing.value = false)}
          onChanged={async () => {
            quiz.value = await call(api.GET("/quizzes/{quiz_id}", { params: { path: { quiz_id: quizId } } }));
          }}
        />
      )}
    </>
  );
}

/** The title, which is changed where it stands. */
function Title() {
  const title = typed.value.title ?? quiz.value?.title;
  return (
    <h1 class="grow">
      <input
        class="title-field"
        aria-label={t("edit.title")}
        key={title}
        defaultValue={title}
        maxLength={200}
        required
        dir="auto"
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        onBlur={(event) => {
          const next = event.currentTarget.value.trim();
          if (next && next !== title) typeSettings({ title: next });
        }}
      />
    </h1>
  );
}

function Status() {
  const waiting = unsaved.value;
  const refused = waiting.filter(isRefused);
  const text = saving.value
    ? t("edit.saving")
    : refused.length
      ? t("edit.not_saved", { n: refused.length })
      : waiting.length || typesSettings.value
        ? t("edit.unsaved")
        : t("edit.saved");
  return (
    <span class={`status ${refused.length ? "refused" : "faint"}`} role="status">
      {text}
    </span>
  );
}

const hasRefusedSettings = computed(() => Object.keys(settingRefusals.value).length > 0);
const typesSettings = computed(() => Object.keys(typed.value).length > 0);

function warn(event: BeforeUnloadEvent): void {
  if (!unsaved.value.length && !typesSettings.value) return;
  event.preventDefault();
  event.returnValue = true; // Chrome before 119
}

const sendRest = (): void => {
  void saveAll();
  void saveSettings().catch(() => undefined); // the page is going
};

/** Keys for all of the editor; those of a field's own, and of the settings, are left to them. */
function pressed(event: KeyboardEvent): void {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const field = (event.target as Element | null)?.closest("input, textarea, select") ?? null;
  if (event.altKey && field) return;
  const isOther = view.value !== "questions" || (field !== null && !field.closest("form.question"));
  if (command && (key === "z" || key === "y") && isOther) return;
  const way =
    command && key === "z" && !event.shiftKey
      ? () => undo()
      : command && (key === "y" || (key === "z" && event.shiftKey))
        ? () => redo()
        : command && key === "s"
          ? () => saveAll()
          : command && key === "enter"
            ? async () => {
                await save(selected.value);
                add((current.value?.draft.kind ?? "single_choice") as "poll");
                requestAnimationFrame(() => document.querySelector<HTMLElement>("[name=prompt]")?.focus());
              }
            : event.altKey && event.key === "ArrowUp"
              ? () => moveAndTell(selected.value, -1)
              : event.altKey && event.key === "ArrowDown"
                ? () => moveAndTell(selected.value, 1)
                : null;
  if (!way || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  act(way)();
}

mountPersonal(Editor);
