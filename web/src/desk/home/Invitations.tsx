import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { toast } from "../../shared/ui/toasts";
import { act } from "./acts";
import { reloadAll } from "./library";

type Invitation = components["schemas"]["QuizInvitation"];

/** Invitations to work on quizzes of others. */
export function Invitations() {
  const items = useSignal<Invitation[]>([]);
  const load = async () => {
    items.value = (await call(api.GET("/quiz-invitations"))).items;
  };
  useEffect(() => {
    act(load)();
  }, []);
  const accept = act(async ({ id, title }: Invitation) => {
    const params = { path: { invitation_id: id } };
    await call(api.POST("/quiz-invitations/{invitation_id}/accept", { params }));
    toast(t("home.accepted", { title }));
    await Promise.all([load(), reloadAll()]);
  });
  const decline = act(async ({ id }: Invitation) => {
    const params = { path: { invitation_id: id } };
    await call(api.POST("/quiz-invitations/{invitation_id}/decline", { params }));
    await load();
  });
  if (!items.value.length) return null;
  return (
    <ul class="invitations">
      {items.value.map((one) => (
        <li key={one.id} class="row">
          <span class="grow">
            {t(one.role === "edit" ? "home.invited_edit" : "home.invited_results", {
              owner: one.owner,
              title: one.title,
            })}
          </span>
          <button type="button" class="main" onClick={() => accept(one)}>
            {t("home.accept")}
          </button>
          <button type="button" onClick={() => decline(one)}>
            {t("home.decline")}
          </button>
        </li>
      ))}
    </ul>
  );
}
