import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { t } from "../../shared/i18n";
import { type Session, signIn } from "../../shared/session";
import { keepsNothing } from "../../shared/storage";

interface Props {
  /** Make an account, instead of using one. */
  fresh?: boolean;
  /** The address that is known already. */
  email?: string;
  onDone: () => void;
}

/** The fields to sign in or to make an account. What was typed stays when it is refused. */
export function SignIn({ fresh = false, email = "", onDone }: Props) {
  const busy = useSignal(false);
  const refused = useSignal("");
  const told = useSignal("");
  const shown = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const name = email ? "password" : "email";
    form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  }, [fresh]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !form.current) return;
    const fields = new FormData(form.current);
    const body = { email: String(fields.get("email")), password: String(fields.get("password")) };
    const name = String(fields.get("name") ?? "").trim();
    busy.value = true;
    refused.value = "";
    try {
      const made = await (fresh
        ? call(api.POST("/auth/signup", { body: { ...body, ...(name && { display_name: name }) } }))
        : call(api.POST("/auth/signin", { body })));
      if ("access_token" in made) {
        signIn(made as Session);
        onDone();
      } else told.value = t("frame.confirmation_sent");
    } catch (error) {
      refused.value = sentence(error);
    } finally {
      busy.value = false;
    }
  };
  if (told.value) return <p role="status">{told}</p>;
  return (
    <form class="stack" ref={form} onSubmit={submit}>
      {keepsNothing && <p class="notice">{t("frame.keeps_nothing")}</p>}
      <label>
        <span>{t("frame.email")}</span>
        <input name="email" type="email" required autocomplete="username" defaultValue={email} dir="ltr" />
      </label>
      <div class="field">
        <label>
          <span>{t("frame.password")}</span>
          <input
            name="password"
            type={(shown.value ? "text" : "password") as "password"}
            required
            minLength={fresh ? 8 : 1}
            autocomplete={fresh ? "new-password" : "current-password"}
            aria-describedby={fresh ? "password-hint" : undefined}
            dir="ltr"
          />
        </label>
        <label class="inline">
          <input type="checkbox" checked={shown} onChange={() => (shown.value = !shown.value)} />
          {t("frame.show_password")}
        </label>
        {fresh && (
          <p class="hint" id="password-hint">
            {t("frame.password_hint")}
          </p>
        )}
      </div>
      {fresh && (
        <label>
          <span>{t("frame.name")}</span>
          <input name="name" maxLength={80} autocomplete="nickname" />
          <span class="hint">{t("frame.name_hint")}</span>
        </label>
      )}
      <p class="refused" role="alert">
        {refused}
      </p>
      <button type="submit" class="main" aria-disabled={busy}>
        {t(fresh ? "frame.sign_up" : "frame.sign_in")}
      </button>
      {!fresh && (
        <p>
          <a href={at("/?forgot")}>{t("frame.forgot")}</a>
        </p>
      )}
    </form>
  );
}
