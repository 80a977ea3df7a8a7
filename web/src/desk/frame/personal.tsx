/** Pages that are made for somebody who is signed in. */

import "./form.css";
import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import { at } from "../../shared/address";
import { t } from "../../shared/i18n";
import { mount } from "../../shared/page";
import { session } from "../../shared/session";
import { keepsNothing } from "../../shared/storage";
import { Dialog } from "../../shared/ui/Dialog";
import { SignIn } from "./SignIn";

/** The way to sign in, which returns here. */
const signInFirst = (): string =>
  at(`/?sign-in&next=${encodeURIComponent(location.pathname + location.search)}`);

/**
 * Go and sign in first. Where storage is blocked, the next page would not know of it: then it is done in
 * place.
 */
export function toSignIn(): void {
  if (keepsNothing) asked.value = true;
  else location.replace(signInFirst());
}

const asked = signal(false);

/** Draw this page, for who is signed in; others sign in first and come back. */
export function mountPersonal(Page: ComponentType): void {
  if (!session.peek() && !keepsNothing) {
    toSignIn();
    return;
  }
  asked.value = !session.peek();
  mount(() => (asked.value ? <Enter /> : <Page />));
}

function Enter() {
  return (
    <main class="sentence">
      <h1>{t("frame.sign_in")}</h1>
      <SignIn onDone={() => (asked.value = false)} />
      <p>
        <a href={`${at("/")}?sign-in&new`}>{t("frame.sign_up")}</a>
      </p>
    </main>
  );
}

interface LinkProps {
  class?: string;
  /** Somebody has signed in on this page. */
  onDone: () => void;
  children: ComponentChildren;
}

/** On a page that works without an account too: the way to sign in. */
export function SignInLink({ class: look, onDone, children }: LinkProps) {
  const shown = useSignal(false);
  if (!keepsNothing) {
    return (
      <a class={look} href={signInFirst()}>
        {children}
      </a>
    );
  }
  return (
    <>
      <button type="button" class={look ?? "plain"} onClick={() => (shown.value = true)}>
        {children}
      </button>
      {shown.value && (
        <Dialog title={t("frame.sign_in")} onClose={() => (shown.value = false)}>
          <SignIn onDone={onDone} />
        </Dialog>
      )}
    </>
  );
}
