/** The quizzes of who is signed in: what is being played, then shelves, folders and tags beside a list. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentence } from "../../shared/api";
import { t } from "../../shared/i18n";
import { FromPdf } from "../pdf/FromPdf";
import { act, archive, file, remove, tag, unarchive, writeOne } from "./acts";
import { Groups } from "./Groups";
import { Import } from "./Import";
import { Invitations } from "./Invitations";
import {
  broken,
  chosen,
  folders,
  loadMore,
  loadShelves,
  look,
  more,
  type Quiz,
  quizzes,
  reload,
  type Shelf,
  SORTS,
  view,
} from "./library";
import { Rooms } from "./Rooms";
import { QuizRow } from "./Row";
import { Share } from "./Share";
import { Shelves } from "./Shelves";
import { TagDialog } from "./TagDialog";
import { Trivia } from "./Trivia";

type Open = "trivia" | "pdf" | "groups" | { file: File } | { share: Quiz } | { tags: Quiz[] } | null;

export function Library() {
  const open = useSignal<Open>(null);
  const dropping = useSignal(false);
  const close = () => {
    open.value = null;
  };
  useEffect(() => {
    act(reload)();
    act(loadShelves)();
  }, []);
  const shown = open.value;
  return (
    <div
      class={`library ${dropping.value ? "dropping" : ""}`}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        dropping.value = true;
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) dropping.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        dropping.value = false;
        const dropped = event.dataTransfer?.files[0];
        if (dropped) open.value = { file: dropped };
      }}
    >
      <Invitations />
      <Rooms />
      <div class="row head">
        <h1 class="grow">{t("frame.library")}</h1>
        <NewQuiz
          onPdf={() => (open.value = "pdf")}
          onTrivia={() => (open.value = "trivia")}
          onFile={(file) => (open.value = { file })}
        />
      </div>
      <div class="shelves-and-list">
        <Shelves onGroups={() => (open.value = "groups")} />
        <List
          onShare={(quiz) => (open.value = { share: quiz })}
          onTags={(chosen) => (open.value = { tags: chosen })}
        />
      </div>
      <p class="drop-hint" aria-hidden="true">
        {t("home.drop_here")}
      </p>
      {shown === "trivia" && <Trivia onClose={close} />}
      {shown === "pdf" && <FromPdf onClose={close} />}
      {shown === "groups" && <Groups onClose={close} />}
      {shown && typeof shown === "object" && "file" in shown && <Import file={shown.file} onClose={close} />}
      {shown && typeof shown === "object" && "share" in shown && (
        <Share quiz={shown.share} onClose={close} onChanged={reload} />
      )}
      {shown && typeof shown === "object" && "tags" in shown && (
        <TagDialog
          quizzes={shown.tags}
          onClose={close}
          onTag={act(async (name: string, add: boolean) => {
            close();
            await tag(shown.tags, name, add);
          })}
        />
      )}
    </div>
  );
}

interface Ways {
  onPdf: () => void;
  onTrivia: () => void;
  onFile: (file: File) => void;
}

/** The ways to a new quiz, all in sight. */
function NewQuiz({ onPdf, onTrivia, onFile }: Ways) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="row ways">
      <button type="button" class="main" onClick={() => act(writeOne)(view.value.folder)}>
        {t("home.new_quiz")}
      </button>
      <button type="button" onClick={onPdf}>
        {t("home.from_pdf")}
      </button>
      <button type="button" onClick={onTrivia}>
        {t("home.from_trivia")}
      </button>
      <button type="button" onClick={() => input.current?.click()}>
        {t("home.from_file")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("home.from_file")}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = ""; // so that the corrected file can be chosen again
          if (file) onFile(file);
        }}
      />
    </div>
  );
}

interface ListProps {
  onShare: (quiz: Quiz) => void;
  onTags: (quizzes: Quiz[]) => void;
}

function List({ onShare, onTags }: ListProps) {
  const { shelf, words, tag: byTag } = view.value;
  const rows = quizzes.value;
  const typing = useRef(0);
  return (
    <section class="list" aria-label={t("home.list")}>
      <div class="row tools">
        <label class="grow">
          <span class="unseen">{t("home.search")}</span>
          <input
            type="search"
            placeholder={t("home.search")}
            defaultValue={words}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              clearTimeout(typing.current);
              typing.current = window.setTimeout(() => look({ words: typed }), 250);
            }}
          />
        </label>
        <label>
          <span class="unseen">{t("home.sort")}</span>
          <select value={view.value.sort} onChange={(event) => look({ sort: event.currentTarget.value })}>
            {SORTS.map((one) => (
              <option key={one} value={one}>
                {t(
                  (
                    {
                      "-created_at": "home.sort_newest",
                      created_at: "home.sort_oldest",
                      title: "home.sort_az",
                      "-title": "home.sort_za",
                    } as const
                  )[one],
                )}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Bulk onTags={onTags} />
      {broken.value ? (
        <div class="empty" role="alert">
          <p>{sentence(broken.value)}</p>
          <button type="button" onClick={() => void reload()}>
            {t("shared.retry")}
          </button>
        </div>
      ) : rows === null ? (
        <p class="loading" role="status">
          {t("shared.loading")}
        </p>
      ) : rows.length === 0 ? (
        <Nothing searched={Boolean(words || byTag)} shelf={shelf} />
      ) : (
        <>
          <ul class="quizzes">
            {rows.map((quiz) => (
              <QuizRow
                key={quiz.id}
                quiz={quiz}
                deleted={shelf === "deleted"}
                onShare={onShare}
                onTags={onTags}
              />
            ))}
          </ul>
          {more.value && <MoreRows />}
        </>
      )}
    </section>
  );
}

/**
 * The next rows are asked for before the end of the list is in sight; the button is for who has no scroll
 * events.
 */
function MoreRows() {
  const node = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!node.current) return;
    const seen = (entries: IntersectionObserverEntry[]) => {
      if (entries.some((entry) => entry.isIntersecting)) void loadMore();
    };
    const observer = new IntersectionObserver(seen, { rootMargin: "800px" });
    observer.observe(node.current);
    return () => observer.disconnect();
  }, [quizzes.value?.length]);
  return (
    <button type="button" ref={node} onClick={() => void loadMore()}>
      {t("home.more")}
    </button>
  );
}

function Nothing({ searched, shelf }: { searched: boolean; shelf: Shelf }) {
  if (searched) return <p class="empty faint">{t("home.nothing_found")}</p>;
  if (shelf === "deleted" || shelf === "archived")
    return <p class="empty faint">{t(`home.nothing_${shelf}`)}</p>;
  return (
    <div class="empty">
      <h2>{t("home.empty")}</h2>
      <p>{t("home.empty_hint")}</p>
    </div>
  );
}

/** What can be done with the quizzes that are ticked. */
function Bulk({ onTags }: { onTags: (quizzes: Quiz[]) => void }) {
  const picked = (quizzes.value ?? []).filter((quiz) => chosen.value.has(quiz.id));
  if (!picked.length) return null;
  const own = picked.every((quiz) => quiz.role === "owner");
  const { shelf } = view.value;
  return (
    <div class="row bulk" role="region" aria-label={t("home.chosen", { n: picked.length })}>
      <span class="grow">{t("home.chosen", { n: picked.length })}</span>
      <label>
        <span class="unseen">{t("home.move_to")}</span>
        <select
          value=""
          onChange={(event) => act(file)(picked, event.currentTarget.value.replace("none", "") || null)}
        >
          <option value="" disabled>
            {t("home.move_to")}
          </option>
          <option value="none">{t("home.no_folder")}</option>
          {folders.value.map((folder) => (
            <option key={folder.id} value={folder.id}>
              {"\u2003".repeat(folder.level - 1) + folder.name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => onTags(picked)}>
        {t("home.tags")}
      </button>
      {own && (
        <button type="button" onClick={() => act(shelf === "archived" ? unarchive : archive)(picked)}>
          {t(shelf === "archived" ? "home.unarchive" : "home.archive")}
        </button>
      )}
      {own && (
        <button type="button" class="danger" onClick={() => act(remove)(picked)}>
          {t("home.delete")}
        </button>
      )}
      <button type="button" onClick={() => (chosen.value = new Set())}>
        {t("home.choose_none")}
      </button>
    </div>
  );
}
