/** A forgotten password: asking for a link by mail, and choosing a new one by that link. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { t } from "../../shared/i18n";
import { forgetSession } from "../../shared/session";
import { Frame } from "../frame/Frame";

const language = (): string => document.documentElement.lang;

interface Props {
  title: string;
  /** What the button says. */
  doing: string;
  /** Takes the fields that were filled in, and returns what to say after that. */
  work: (fields: FormData) => Promise<string>;
  children: ComponentChildren;
}

/**
 * A page with a short form, which becomes a sentence once it is sent. What was typed stays when it is
 * refused.
 */
function Asking({ title, doing, work, children }: Props) {
  const [busy, refused, told] = [useSignal(false), useSignal(""), useSignal("")];
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !form.current) return;
    busy.value = true;
    refused.value = "";
    try {
      told.value = await work(new FormData(form.current));
    } catch (error) {
      refused.value = sentence(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Frame title={title}>
      <div class="enter">
        <h1>{title}</h1>
        <p role="status">{told}</p>
        {!told.value && (
          <form class="stack" ref={form} onSubmit={submit}>
            {children}
            <p class="refused" role="alert">
              {refused}
            </p>
            <button type="submit" class="main" aria-disabled={busy}>
              {doing}
            </button>
          </form>
        )}
        <p class="other">
          <a href={at("/?sign-in")}>{t("frame.sign_in")}</a>
        </p>
      </div>
    </Frame>
  );
}

/** `/?forgot`: where to send the link. */
export const Forgotten = () => (
  <Asking
    title={t("home.forgot")}
    doing={t("home.send_link")}
    work={async (fields) => {
      const email = String(fields.get("email"));
      await call(api.POST("/auth/forgot-password", { body: { email, language: language() } }));
      return t("home.link_sent", { email });
    }}
  >
    <p>{t("home.forgot_hint")}</p>
    <label>
      <span>{t("frame.email")}</span>
      <input name="email" type="email" required autocomplete="username" dir="ltr" />
    </label>
  </Asking>
);

/**
 * `/?new-password#<token>`: the page of the link. The token leaves the address, so that the history has it
 * not.
 */
export function NewPassword() {
  const token = useRef(decodeURIComponent(location.hash.slice(1))).current;
  const shown = useSignal(false);
  useEffect(() => history.replaceState(null, "", location.pathname + location.search), []);
  return (
    <Asking
      title={t("home.new_password")}
      doing={t("home.set_password")}
      work={async (fields) => {
        const new_password = String(fields.get("password"));
        await call(api.POST("/auth/reset-password", { body: { token, new_password, language: language() } }));
        forgetSession(); // all have ended
        return t("home.password_is_set");
      }}
    >
      <div class="field">
        <label>
          <span>{t("frame.password")}</span>
          <input
            name="password"
            type={(shown.value ? "text" : "password") as "password"}
            required
            minLength={8}
            autocomplete="new-password"
            aria-describedby="password-hint"
            dir="ltr"
          />
        </label>
        <label class="inline">
          <input type="checkbox" checked={shown} onChange={() => (shown.value = !shown.value)} />
          {t("frame.show_password")}
        </label>
        <p class="hint" id="password-hint">
          {t("frame.password_hint")}
        </p>
      </div>
    </Asking>
  );
}
