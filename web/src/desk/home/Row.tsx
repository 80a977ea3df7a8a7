import { useComputed } from "@preact/signals";
import { at } from "../../shared/address";
import { download } from "../../shared/download";
import { moment, t } from "../../shared/i18n";
import { Menu } from "../../shared/ui/Menu";
import { act, archive, duplicate, file, remove, restore, unarchive } from "./acts";
import { chosen, folders, look, type Quiz, view } from "./library";

/** The formats that a quiz is saved in; `key` where it goes with the right answers. */
const FORMATS = [
  ["home.as_paper", "pdf", false],
  ["home.as_paper_key", "pdf", true],
  ["home.as_gift", "gift", true],
  ["home.as_moodle", "moodle", true],
  ["home.as_xlsx", "xlsx", true],
  ["home.as_json", "json", true],
] as const;

interface Props {
  quiz: Quiz;
  deleted: boolean;
  onShare: (quiz: Quiz) => void;
  onTags: (quizzes: Quiz[]) => void;
}

export function QuizRow({ quiz, deleted, onShare, onTags }: Props) {
  const own = quiz.role === "owner";
  const edits = own || quiz.role === "edit";
  const isChosen = useComputed(() => chosen.value.has(quiz.id));
  const tick = (on: boolean) => {
    const now = new Set(chosen.peek());
    if (on) now.add(quiz.id);
    else now.delete(quiz.id);
    chosen.value = now;
  };
  return (
    <li class="quiz">
      {!deleted && quiz.role && (
        <label class="inline tick">
          <input type="checkbox" checked={isChosen} onChange={(event) => tick(event.currentTarget.checked)} />
          <span class="unseen">{t("home.choose", { title: quiz.title })}</span>
        </label>
      )}
      <div class="about">
        {!deleted && !quiz.role ? (
          <a class="title" href={at(`/take?quiz=${quiz.id}`)} lang={quiz.language} dir="auto">
            {quiz.title}
          </a>
        ) : deleted || !edits ? (
          <strong lang={quiz.language} dir="auto">
            {quiz.title}
          </strong>
        ) : (
          <a class="title" href={at(`/edit?quiz=${quiz.id}`)} lang={quiz.language} dir="auto">
            {quiz.title}
          </a>
        )}
        <span class="facts">
          {t("home.questions", { n: quiz.question_count })} ·{" "}
          {t(`home.short_${quiz.visibility ?? "private"}`)} ·{" "}
          <span class="date">{moment(quiz.updated_at, { dateStyle: "medium" })}</span>
          {!own && quiz.owner ? ` · ${quiz.owner}` : ""}
          {quiz.state === "generating" ? ` · ${t("home.generating")}` : ""}
        </span>
        {(quiz.tags ?? []).length > 0 && (
          <span class="tags">
            {quiz.tags?.map((one) => (
              <button
                type="button"
                key={one}
                aria-pressed={view.value.tag === one}
                onClick={() => look({ tag: view.value.tag === one ? "" : one })}
              >
                {one}
              </button>
            ))}
          </span>
        )}
      </div>
      {deleted ? (
        <button type="button" onClick={() => act(restore)([quiz])}>
          {t("home.restore")}
        </button>
      ) : (
        <>
          {quiz.question_count > 0 ? (
            <a
              class="button"
              href={at(`/host?quiz=${quiz.id}`)}
              aria-label={t("home.host_quiz", { title: quiz.title })}
            >
              {t("home.host")}
            </a>
          ) : (
            <span />
          )}
          <Menu class="end icon" label="⋯" name={t("home.acts_of", { title: quiz.title })}>
            {edits && <a href={at(`/edit?quiz=${quiz.id}`)}>{t("home.edit")}</a>}
            <a href={at(`/take?quiz=${quiz.id}`)}>{t("home.take")}</a>
            {quiz.role && <a href={at(`/results?quiz=${quiz.id}`)}>{t("home.results")}</a>}
            {own && (
              <button type="button" onClick={() => onShare(quiz)}>
                {t("home.share")}
              </button>
            )}
            {edits && (
              <button type="button" onClick={() => act(duplicate)([quiz])}>
                {t("home.duplicate")}
              </button>
            )}
            {edits && (
              <button type="button" onClick={() => onTags([quiz])}>
                {t("home.tags")}
              </button>
            )}
            {quiz.role && folders.value.length > 0 && <hr />}
            {quiz.folder_id && (
              <button type="button" onClick={() => act(file)([quiz], null)}>
                {t("home.out_of_folder")}
              </button>
            )}
            {folders.value
              .filter((folder) => quiz.role && folder.id !== quiz.folder_id)
              .slice(0, 12)
              .map((folder) => (
                <button type="button" key={folder.id} onClick={() => act(file)([quiz], folder.id)}>
                  {t("home.into_folder", { name: folder.name })}
                </button>
              ))}
            {edits && <hr />}
            {edits &&
              FORMATS.map(([text, format, key]) => (
                <button
                  type="button"
                  key={text}
                  onClick={() => act(download)(pathOf(quiz, format, key), `${quiz.title}.${ending(format)}`)}
                >
                  {t("home.save_as", { format: t(text) })}
                </button>
              ))}
            {own && <hr />}
            {own && (
              <button type="button" onClick={() => act(quiz.archived_at ? unarchive : archive)([quiz])}>
                {t(quiz.archived_at ? "home.unarchive" : "home.archive")}
              </button>
            )}
            {own && (
              <button type="button" class="danger" onClick={() => act(remove)([quiz])}>
                {t("home.delete")}
              </button>
            )}
          </Menu>
        </>
      )}
    </li>
  );
}

const pathOf = (quiz: Quiz, format: string, key: boolean): string =>
  `/quizzes/${quiz.id}/download?format=${format}&key=${key}&skip_problems=true`;

const ending = (format: string): string => (format === "moodle" ? "xml" : format);
