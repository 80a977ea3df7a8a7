/** Groups: classes of one's own, which people join with a code, and those that one is in. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import { act } from "./acts";

type Group = components["schemas"]["Group"];
type Member = components["schemas"]["Member"];

export function Groups({ onClose }: { onClose: () => void }) {
  const groups = useSignal<Group[]>([]);
  const name = useSignal("");
  const code = useSignal("");
  const deleting = useSignal<Group | null>(null);
  const load = async () => {
    groups.value = (await call(api.GET("/groups", { params: { query: { limit: 100 } } }))).items;
  };
  useEffect(() => {
    act(load)();
  }, []);
  const create = act(async () => {
    await call(api.POST("/groups", { body: { name: name.value.trim() } }));
    name.value = "";
    await load();
  });
  const join = act(async () => {
    const group = await call(api.POST("/groups/join", { body: { join_code: code.value.trim() } }));
    code.value = "";
    toast(t("home.group_joined", { name: group.name }));
    await load();
  });
  const remove = act(async (group: Group) => {
    deleting.value = null;
    await call(api.DELETE("/groups/{group_id}", { params: { path: { group_id: group.id } } }));
    await load();
  });
  const asked = deleting.value;
  return (
    <Dialog title={t("home.groups")} onClose={onClose} wide>
      <p>{t("home.groups_hint")}</p>
      <ul class="plain-list groups">
        {groups.value.map((group) => (
          <GroupRow key={group.id} group={group} reload={load} onDelete={() => (deleting.value = group)} />
        ))}
      </ul>
      {asked && (
        <div class="ask" role="alert">
          <p>{t("home.group_delete_hint", { name: asked.name, n: asked.members })}</p>
          <div class="row">
            <button type="button" class="main" onClick={() => remove(asked)}>
              {t("home.delete")}
            </button>
            <button type="button" onClick={() => (deleting.value = null)}>
              {t("shared.cancel")}
            </button>
          </div>
        </div>
      )}
      <div class="columns">
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            create();
          }}
        >
          <label>
            <span>{t("home.group_new")}</span>
            <input
              required
              maxLength={100}
              value={name}
              onInput={(event) => (name.value = event.currentTarget.value)}
            />
          </label>
          <button type="submit">{t("home.make")}</button>
        </form>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            join();
          }}
        >
          <label>
            <span>{t("home.group_code")}</span>
            <input
              required
              dir="ltr"
              autocomplete="off"
              value={code}
              onInput={(event) => (code.value = event.currentTarget.value)}
            />
          </label>
          <button type="submit">{t("home.group_join")}</button>
        </form>
      </div>
    </Dialog>
  );
}

interface RowProps {
  group: Group;
  reload: () => Promise<void>;
  onDelete: () => void;
}

function GroupRow({ group, reload, onDelete }: RowProps) {
  const members = useSignal<Member[] | null>(null);
  const path = { group_id: group.id };
  const mine = group.role === "owner";
  const load = async () => {
    const params = { path, query: { limit: 100 } };
    members.value = (await call(api.GET("/groups/{group_id}/members", { params }))).items;
  };
  const toggle = act(async () => {
    if (members.value) members.value = null;
    else await load();
  });
  const renew = act(async (closed: boolean) => {
    await call(api.POST("/groups/{group_id}/code", { params: { path }, body: { closed } }));
    await reload();
  });
  const leave = act(async () => {
    await call(api.POST("/groups/{group_id}/leave", { params: { path } }));
    await reload();
  });
  const remove = act(async (member: Member) => {
    const params = { path: { ...path, user_id: member.user_id } };
    await call(api.DELETE("/groups/{group_id}/members/{user_id}", { params }));
    await Promise.all([load(), reload()]);
  });
  return (
    <li>
      <div class="row">
        <div class="grow">
          <strong dir="auto">{group.name}</strong>{" "}
          <span class="faint">
            {mine ? t("home.members", { n: group.members }) : t("home.group_of", { owner: group.owner })}
          </span>
          {mine && (
            <div>
              {group.join_code ? (
                <>
                  {t("home.group_code")}: <code dir="ltr">{group.join_code}</code>
                </>
              ) : (
                t("home.group_closed")
              )}
            </div>
          )}
        </div>
        {mine ? (
          <>
            <button type="button" onClick={toggle}>
              {t("home.show_members")}
            </button>
            <button type="button" onClick={() => renew(false)}>
              {t("home.new_code")}
            </button>
            {group.join_code && (
              <button type="button" onClick={() => renew(true)}>
                {t("home.close_group")}
              </button>
            )}
            <button type="button" class="danger" onClick={onDelete}>
              {t("home.delete")}
            </button>
          </>
        ) : (
          <button type="button" onClick={leave}>
            {t("home.leave")}
          </button>
        )}
      </div>
      {members.value && (
        <ul class="plain-list inset">
          {members.value.map((member) => (
            <li key={member.user_id} class="row">
              <span class="grow" dir="auto">
                {member.display_name}
              </span>
              <button type="button" onClick={() => remove(member)}>
                {t("home.remove")}
              </button>
            </li>
          ))}
          {!members.value.length && <li class="faint">{t("home.no_members")}</li>}
        </ul>
      )}
    </li>
  );
}
