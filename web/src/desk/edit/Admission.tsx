/** Who may begin: the password that is asked for, and the list of addresses. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { toast } from "../../shared/ui/toasts";
import { act } from "../home/acts";
import { Form, orRefused, type Refusals } from "../places/refusals";
import { TextField } from "./fields";
import { quiz, quizId } from "./store";

type Listed = components["schemas"]["AllowedAddress"];

const params = { path: { quiz_id: quizId } };
const SEPARATORS = /[\s,;]+/;

/** A password for beginning an attempt. It can be set and removed; the server does not tell it again. */
export function AttemptPassword() {
  const password = useSignal("");
  const refused = useSignal<Refusals>({});
  const set = () =>
    orRefused(refused, "/password", async () => {
      const body = { password: password.value };
      quiz.value = await call(api.PUT("/quizzes/{quiz_id}/attempt-password", { params, body }));
      password.value = "";
      toast(t("edit.password_set"));
    });
  const remove = act(async () => {
    quiz.value = await call(api.DELETE("/quizzes/{quiz_id}/attempt-password", { params }));
  });
  const asked = quiz.value?.password_required === true;
  return (
    <div class="row at-end">
      <div class="grow">
        <Form refusals={refused.value}>
          <TextField
            field="password"
            label={t("edit.attempt_password")}
            hint={t(asked ? "edit.password_asked" : "edit.password_not_asked")}
            value={password.value}
            max={100}
            onValue={(typed) => {
              password.value = typed ?? "";
            }}
          />
        </Form>
      </div>
      <button type="button" onClick={set} disabled={!password.value.trim()}>
        {t("edit.password_give")}
      </button>
      {asked && (
        <button type="button" onClick={remove}>
          {t("home.remove")}
        </button>
      )}
    </div>
  );
}

/** The addresses and domains whose accounts may take the quiz, if it goes by the list. */
export function AllowList() {
  const listed = useSignal<Listed[]>([]);
  const typed = useSignal("");
  const refused = useSignal<Refusals>({});
  const load = async () => {
    const query = { limit: 100 };
    const found = await call(api.GET("/quizzes/{quiz_id}/allow-list", { params: { ...params, query } }));
    listed.value = found.items;
  };
  useEffect(() => {
    act(load)();
  }, []);
  const put = async (addresses: string[]) => {
    await call(api.POST("/quizzes/{quiz_id}/allow-list", { params, body: { addresses } }));
    await load();
  };
  const add = () =>
    orRefused(refused, "/addresses", async () => {
      await put(typed.value.split(SEPARATORS).filter(Boolean));
      typed.value = "";
    });
  const remove = act(async (one: Listed) => {
    const path = { ...params.path, entry_id: one.id };
    await call(api.DELETE("/quizzes/{quiz_id}/allow-list/{entry_id}", { params: { path } }));
    await load();
    toast(t("edit.address_gone", { address: one.address }), () => put([one.address]));
  });
  return (
    <div class="stack">
      <ul class="plain-list" hidden={!listed.value.length}>
        {listed.value.map((one) => (
          <li key={one.id} class="row">
            <span class="grow" dir="ltr">
              {one.address}
            </span>
            <button type="button" onClick={() => remove(one)}>
              {t("home.remove")}
            </button>
          </li>
        ))}
      </ul>
      <Form refusals={refused.value}>
        <TextField
          long
          field="addresses"
          label={t("edit.addresses")}
          hint={t("edit.addresses_hint")}
          value={typed.value}
          onValue={(text) => {
            typed.value = text ?? "";
          }}
        />
      </Form>
      <button type="button" class="quiet" onClick={add} disabled={!typed.value.trim()}>
        {t("edit.addresses_add")}
      </button>
    </div>
  );
}
