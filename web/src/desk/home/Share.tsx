import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { findAddresses, siteAddress } from "../../shared/invite";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import { act } from "./acts";
import type { Quiz } from "./library";

type Collaborator = components["schemas"]["Collaborator"];
type Role = Collaborator["role"];

const WHO = ["private", "link", "public"] as const;

interface Props {
  quiz: Quiz;
  onClose: () => void;
  /** Who may take it was changed. */
  onChanged: () => Promise<unknown>;
}

/** Who may take a quiz, and who works on it. */
export function Share({ quiz, onClose, onChanged }: Props) {
  const visibility = useSignal(quiz.visibility ?? "private");
  const people = useSignal<Collaborator[]>([]);
  const person = useSignal("");
  const role = useSignal<Role>("edit");
  const path = { quiz_id: quiz.id };
  const load = async () => {
    people.value = (await call(api.GET("/quizzes/{quiz_id}/collaborators", { params: { path } }))).items;
  };
  useEffect(() => {
    void findAddresses();
    act(load)();
  }, []);
  const open = act(async (who: string) => {
    const body = { visibility: who as (typeof WHO)[number] };
    await call(api.PATCH("/quizzes/{quiz_id}", { params: { path }, body }));
    visibility.value = body.visibility;
    await onChanged();
  });
  const invite = act(async (whom: string, as: Role) => {
    const body = { person: whom, role: as };
    await call(api.PUT("/quizzes/{quiz_id}/collaborators", { params: { path }, body }));
    person.value = "";
    await load();
  });
  const remove = act(async (one: Collaborator) => {
    const params = { path: { ...path, collaborator_id: one.id } };
    await call(api.DELETE("/quizzes/{quiz_id}/collaborators/{collaborator_id}", { params }));
    await load();
    const whom = one.user_id ?? one.email ?? "";
    toast(t("home.person_removed", { name: nameOf(one) }), async () => invite(whom, one.role));
  });
  const link = `${siteAddress.value}/take?quiz=${quiz.id}`;
  return (
    <Dialog title={t("home.share_quiz", { title: quiz.title })} onClose={onClose}>
      <div class="stack">
        <label>
          <span>{t("home.who_takes")}</span>
          <select value={visibility.value} onChange={(event) => open(event.currentTarget.value)}>
            {WHO.map((one) => (
              <option key={one} value={one}>
                {t(`home.seen_${one}`)}
              </option>
            ))}
          </select>
        </label>
        {visibility.value !== "private" && (
          <label>
            <span>{t("home.link")}</span>
            <input readOnly value={link} dir="ltr" onFocus={(event) => event.currentTarget.select()} />
          </label>
        )}
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            invite(person.value.trim(), role.value);
          }}
        >
          <h3>{t("home.work_together")}</h3>
          <label>
            <span>{t("frame.email")}</span>
            <input
              type="email"
              required
              dir="ltr"
              value={person}
              onInput={(event) => (person.value = event.currentTarget.value)}
            />
          </label>
          <div class="row">
            <label class="grow">
              <span>{t("home.may")}</span>
              <select
                value={role.value}
                onChange={(event) => (role.value = event.currentTarget.value as Role)}
              >
                <option value="edit">{t("home.may_edit")}</option>
                <option value="results">{t("home.may_results")}</option>
              </select>
            </label>
            <button type="submit">{t("home.invite")}</button>
          </div>
        </form>
        <ul class="plain-list">
          {people.value.map((one) => (
            <li key={one.id} class="row">
              <span class="grow">
                <strong dir="auto">{nameOf(one)}</strong>{" "}
                <span class="faint">
                  {t(one.role === "edit" ? "home.may_edit" : "home.may_results")}
                  {one.accepted_at ? "" : ` · ${t("home.not_yet")}`}
                </span>
              </span>
              <button type="button" onClick={() => remove(one)}>
                {t("home.remove")}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

const nameOf = (one: Collaborator): string => one.display_name ?? one.email ?? "";
