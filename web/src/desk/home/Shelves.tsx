import { useSignal } from "@preact/signals";
import { api, call } from "../../shared/api";
import { number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { Menu } from "../../shared/ui/Menu";
import { act, removeFolder } from "./acts";
import { type Folder, folders, loadShelves, look, reloadAll, SHELVES, tags, unfiled, view } from "./library";

/** Where there is room beside the list, the folders stand open. */
const WIDE = matchMedia("(min-width: 56rem)");

/** The shelves, folders and tags by which the list is narrowed. */
export function Shelves({ onGroups }: { onGroups: () => void }) {
  const naming = useSignal<{ folder?: Folder; parent?: Folder } | null>(null);
  const { shelf, folder: inFolder, tag } = view.value;
  return (
    <nav class="shelves" aria-label={t("home.shelves")}>
      <ul>
        {SHELVES.filter((one) => one !== "unfiled" || folders.value.length > 0).map((one) => (
          <li key={one}>
            <button
              type="button"
              aria-current={!inFolder && shelf === one ? "true" : undefined}
              onClick={() => look({ shelf: one, folder: "" })}
            >
              <span class="grow">{t(`home.shelf_${one}`)}</span>
              {one === "unfiled" && <span class="count">{number(unfiled.value)}</span>}
            </button>
          </li>
        ))}
      </ul>
      <details open={WIDE.matches}>
        <summary>{t("home.narrow")}</summary>
        <h2>{t("home.folders")}</h2>
        <ul>
          {folders.value.map((folder) => (
            <li key={folder.id} class="folder" style={{ paddingInlineStart: `${folder.level - 1}rem` }}>
              <button
                type="button"
                aria-current={inFolder === folder.id ? "true" : undefined}
                onClick={() => look({ shelf: "all", folder: folder.id })}
              >
                <span class="grow">
                  <bdi>{folder.name}</bdi>
                </span>
                <span class="count">{number(folder.quiz_count_in_all)}</span>
              </button>
              <Menu class="icon end" label="⋯" name={t("home.acts_of", { title: folder.name })}>
                <button type="button" onClick={() => (naming.value = { folder })}>
                  {t("home.rename")}
                </button>
                <button type="button" onClick={() => (naming.value = { parent: folder })}>
                  {t("home.folder_in")}
                </button>
                {!folders.value.some((one) => one.parent_id === folder.id) && (
                  <button type="button" class="danger" onClick={() => act(takeAway)(folder)}>
                    {t("home.folder_delete")}
                  </button>
                )}
              </Menu>
            </li>
          ))}
          <li>
            <button type="button" class="add" onClick={() => (naming.value = {})}>
              + {t("home.folder_new")}
            </button>
          </li>
        </ul>
        {tags.value.length > 0 && (
          <label class="by-tag">
            <span>{t("home.by_tag")}</span>
            <select value={tag} onChange={(event) => look({ tag: event.currentTarget.value })}>
              <option value="">{t("home.any_tag")}</option>
              {tags.value.map((one) => (
                <option key={one.tag} value={one.tag}>
                  {one.tag} ({number(one.quizzes)})
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" class="add" onClick={onGroups}>
          {t("home.groups")}
        </button>
      </details>
      {naming.value && <FolderName {...naming.value} onClose={() => (naming.value = null)} />}
    </nav>
  );
}

async function takeAway(folder: Folder): Promise<void> {
  await removeFolder(folder);
  if (view.value.folder === folder.id) look({ folder: "" });
  await reloadAll();
}

function FolderName({ folder, parent, onClose }: { folder?: Folder; parent?: Folder; onClose: () => void }) {
  const save = act(async (name: string) => {
    if (folder) {
      const params = { path: { folder_id: folder.id } };
      await call(api.PATCH("/folders/{folder_id}", { params, body: { name } }));
    } else await call(api.POST("/folders", { body: { name, parent_id: parent?.id ?? null } }));
    onClose();
    await loadShelves();
  });
  return (
    <Dialog title={t(folder ? "home.rename" : "home.folder_new")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save(String(new FormData(event.currentTarget).get("name")).trim());
        }}
      >
        <label>
          <span>{t("home.folder_name")}</span>
          <input name="name" required maxLength={100} defaultValue={folder?.name ?? ""} />
        </label>
        <button type="submit" class="main">
          {t("home.save")}
        </button>
      </form>
    </Dialog>
  );
}
