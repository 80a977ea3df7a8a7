/**
 * What is around every page of the desk: the bar on top, the foot, messages, and signing in again in place.
 */

import "../../shared/display.css";
import "./frame.css";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call } from "../../shared/api";
import { t } from "../../shared/i18n";
import { forgetSession, session } from "../../shared/session";
import { LanguageChoice } from "../../shared/ui/LanguageChoice";
import { Menu } from "../../shared/ui/Menu";
import { ThemeChoice } from "../../shared/ui/ThemeChoice";
import { Toasts } from "../../shared/ui/toasts";
import { leave, SignInAgain } from "./SignInAgain";

interface Props {
  /** Of the tab. */
  title: string;
  /** The page is made for somebody who is signed in: when that ends, it stays and asks to sign in again. */
  personal?: boolean;
  children: ComponentChildren;
}

export function Frame({ title, personal = false, children }: Props) {
  useEffect(() => {
    document.title = title === "Quizzler" ? title : `${title} · Quizzler`;
  }, [title]);
  return (
    <>
      <a class="skip" href="#content">
        {t("frame.skip")}
      </a>
      <Bar />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <span>Quizzler</span>
        <a href={at("/play")}>{t("frame.join")}</a>
        <a href={at("/docs")}>{t("frame.api")}</a>
        <a href={at("/static/built/licences.txt")}>{t("frame.licences")}</a>
      </footer>
      <Toasts />
      {personal && <SignInAgain />}
    </>
  );
}

async function signOut(): Promise<void> {
  leave();
  await call(api.POST("/auth/signout")).catch(() => null);
  forgetSession();
  location.assign(at("/"));
}

function Bar() {
  const user = session.value?.user;
  return (
    <header class="bar">
      <a class="brand" href={at("/")}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 1 15 14H1z" />
        </svg>
        Quizzler
      </a>
      <nav aria-label={t("frame.pages")}>
        {user && <a href={at("/")}>{t("frame.library")}</a>}
        <a href={at("/play")}>{t("frame.join")}</a>
      </nav>
      {user ? (
        <Menu class="end" label={<bdi>{user.display_name ?? user.email}</bdi>}>
          <a href={at("/account")}>{t("frame.account")}</a>
          <button type="button" onClick={() => void signOut()}>
            {t("frame.sign_out")}
          </button>
        </Menu>
      ) : (
        <a class="button" href={at("/?sign-in")}>
          {t("frame.sign_in")}
        </a>
      )}
      <Menu class="end looks" label={<Globe />} name={t("frame.looks")}>
        <LanguageChoice />
        <ThemeChoice />
      </Menu>
    </header>
  );
}

const Globe = () => (
  <svg viewBox="0 0 24 24" class="line-icon" aria-hidden="true">
    <circle cx="12" cy="12" r="9" />
    <path d="M3 12h18M12 3c6 6 6 12 0 18M12 3c-6 6-6 12 0 18" />
  </svg>
);

/** A page that is a sentence and ways on. */
export function Notice({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
