/** Signing in again in place, on every page that is made for somebody who is signed in. */

import "./form.css";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { session } from "../../shared/session";
import { Dialog } from "../../shared/ui/Dialog";
import { SignIn } from "./SignIn";

let leaving = false;

/** The page is left on purpose, and does not ask to sign in again. */
export function leave(): void {
  leaving = true;
}

/** When the session ended: the page stays as it is, with what was typed, and this is in front of it. */
export function SignInAgain() {
  const ended = useSignal(false);
  const before = useRef(session.peek()?.user);
  useSignalEffect(() => {
    const now = session.value?.user;
    if (now && before.current && now.id !== before.current.id) location.reload();
    before.current = now ?? before.current;
    ended.value = !now && !leaving && before.current !== undefined;
  });
  if (!ended.value) return null;
  return (
    <Dialog title={t("frame.ended")} onClose={() => undefined}>
      <p>{t("frame.ended_hint")}</p>
      <SignIn email={before.current?.email ?? ""} onDone={() => (ended.value = false)} />
    </Dialog>
  );
}
