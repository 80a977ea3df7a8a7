/** What can be done with quizzes of the library. Each act that takes something away can be undone. */

import { at } from "../../shared/address";
import { api, call } from "../../shared/api";
import { t } from "../../shared/i18n";
import { failed, toast } from "../../shared/ui/toasts";
import { type Folder, folders, type Quiz, reloadAll } from "./library";

const path = (quiz: { id: string }) => ({ params: { path: { quiz_id: quiz.id } } });

/**
 * Do this with each of them, and show the library as it is afterwards. If one fails, those before it stay
 * done and `told` gets them, so that they can be undone; the failure is thrown after that.
 */
async function each<Made>(
  quizzes: Quiz[],
  work: (quiz: Quiz) => Promise<Made>,
  told: (done: Quiz[], made: Made[]) => void = () => undefined,
): Promise<void> {
  const [done, made]: [Quiz[], Made[]] = [[], []];
  try {
    for (const quiz of quizzes) {
      made.push(await work(quiz));
      done.push(quiz);
    }
  } finally {
    if (done.length) told(done, made);
    await reloadAll();
  }
}

export const remove = (quizzes: Quiz[]): Promise<void> =>
  each(
    quizzes,
    (quiz) => call(api.DELETE("/quizzes/{quiz_id}", path(quiz))),
    (gone) => toast(t("home.deleted", { n: gone.length, title: gone[0]?.title ?? "" }), () => restore(gone)),
  );

export const restore = (quizzes: Quiz[]): Promise<void> =>
  each(
    quizzes,
    (quiz) => call(api.POST("/quizzes/{quiz_id}/restore", path(quiz))),
    (back) => toast(t("home.restored", { n: back.length })),
  );

export const archive = (quizzes: Quiz[]): Promise<void> =>
  each(
    quizzes,
    (quiz) => call(api.POST("/quizzes/{quiz_id}/archive", path(quiz))),
    (gone) => toast(t("home.archived", { n: gone.length }), () => unarchive(gone)),
  );

export const unarchive = (quizzes: Quiz[]): Promise<void> =>
  each(
    quizzes,
    (quiz) => call(api.POST("/quizzes/{quiz_id}/unarchive", path(quiz))),
    (back) => toast(t("home.unarchived", { n: back.length }), () => archive(back)),
  );

export const duplicate = (quizzes: Quiz[]): Promise<void> =>
  each(
    quizzes,
    (quiz) => {
      const title = t("home.copy_of", { title: quiz.title }).slice(0, 200);
      return call(api.POST("/quizzes/{quiz_id}/duplicate", { ...path(quiz), body: { title } }));
    },
    (_, made) =>
      toast(t("home.duplicated", { n: made.length }), () =>
        each(made, (quiz) => call(api.DELETE("/quizzes/{quiz_id}", path(quiz)))),
      ),
  );

const put = (quizzes: Quiz[], folder: string | null) =>
  call(api.POST("/folders/file", { body: { quiz_ids: quizzes.map((quiz) => quiz.id), folder_id: folder } }));

export async function file(quizzes: Quiz[], folder: string | null): Promise<void> {
  await put(quizzes, folder);
  await reloadAll();
  const name = folders.value.find((one) => one.id === folder)?.name;
  const text = name
    ? t("home.filed", { n: quizzes.length, name })
    : t("home.unfiled_now", { n: quizzes.length });
  toast(text, async () => {
    for (const from of new Set(quizzes.map((quiz) => quiz.folder_id ?? null)))
      await put(
        quizzes.filter((quiz) => (quiz.folder_id ?? null) === from),
        from,
      );
    await reloadAll();
  });
}

/** Add this tag to all, or take it from all. */
export async function tag(quizzes: Quiz[], name: string, add: boolean): Promise<void> {
  const change = (quiz: Quiz, tags: string[]) =>
    call(api.PATCH("/quizzes/{quiz_id}", { ...path(quiz), body: { tags } }));
  const without = (quiz: Quiz) => (quiz.tags ?? []).filter((one) => one !== name);
  await each(
    quizzes,
    (quiz) => change(quiz, add ? [...without(quiz), name] : without(quiz)),
    (done) =>
      toast(t(add ? "home.tagged" : "home.untagged", { n: done.length, name }), () =>
        each(done, (quiz) => change(quiz, quiz.tags ?? [])),
      ),
  );
}

/**
 * Delete a folder that has none in it. Its quizzes stay; the undo puts them back into a folder of this name.
 */
export async function removeFolder(folder: Folder): Promise<void> {
  const inIt: Quiz[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { folder_id: folder.id, limit: 100, cursor: cursor ?? undefined };
    const page: { items: Quiz[]; next_cursor: string | null } = await call(
      api.GET("/quizzes", { params: { query } }),
    );
    inIt.push(...page.items);
    cursor = page.next_cursor;
  }
  await call(api.DELETE("/folders/{folder_id}", { params: { path: { folder_id: folder.id } } }));
  toast(t("home.folder_deleted", { name: folder.name }), async () => {
    const body = { name: folder.name, parent_id: folder.parent_id };
    const made = await call(api.POST("/folders", { body }));
    if (inIt.length) await put(inIt, made.id);
    await reloadAll();
  });
}

/** A new quiz without questions, in the editor. */
export async function writeOne(folder: string): Promise<void> {
  const quiz = await call(api.POST("/quizzes", { body: { title: t("home.untitled") } }));
  if (folder) await put([quiz as Quiz], folder);
  location.assign(at(`/edit?quiz=${quiz.id}`));
}

/** For handlers: an act whose failure is told. */
export const act =
  <Given extends unknown[]>(work: (...given: Given) => Promise<unknown>) =>
  (...given: Given): void =>
    void work(...given).catch(failed);
