import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { type Quiz, tags } from "./library";

interface Props {
  quizzes: Quiz[];
  onTag: (name: string, add: boolean) => void;
  onClose: () => void;
}

/** Tags of one quiz or of many: one is added to all of them, or taken from all. */
export function TagDialog({ quizzes, onTag, onClose }: Props) {
  const theirs = [...new Set(quizzes.flatMap((quiz) => quiz.tags ?? []))].sort();
  return (
    <Dialog title={t("home.tags")} onClose={onClose}>
      {theirs.length > 0 && (
        <ul class="plain-list">
          {theirs.map((one) => (
            <li key={one} class="row">
              <span class="grow">{one}</span>
              <button type="button" onClick={() => onTag(one, false)}>
                {t("home.remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const name = String(new FormData(event.currentTarget).get("tag")).trim();
          if (name) onTag(name, true);
        }}
      >
        <label>
          <span>{t("home.tag_new")}</span>
          <input name="tag" required list="known-tags" autocomplete="off" />
        </label>
        <datalist id="known-tags">
          {tags.value.map((one) => (
            <option key={one.tag} value={one.tag} />
          ))}
        </datalist>
        <button type="submit" class="main">
          {t("home.add")}
        </button>
      </form>
    </Dialog>
  );
}
