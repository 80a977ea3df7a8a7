/** Home: a library for who is signed in, else what Quizzler is, and the ways in. */

import "../../shared/base.css";
import "./home.css";
import { signal } from "@preact/signals";
import { at, parameter } from "../../shared/address";
import { t } from "../../shared/i18n";
import { mount } from "../../shared/page";
import { session } from "../../shared/session";
import { keepsNothing } from "../../shared/storage";
import { Frame } from "../frame/Frame";
import { SignIn } from "../frame/SignIn";
import { Landing } from "./Landing";
import { Library } from "./Library";
import { Forgotten, NewPassword } from "./Password";

/**
 * Whether somebody was signed in when the page was opened, or is since: a session that ends leaves the
 * library standing.
 */
const signedIn = signal(session.peek() !== null);

function Home() {
  if (parameter("new-password") !== null) return <NewPassword />;
  if (signedIn.value)
    return (
      <Frame title={t("frame.library")} personal>
        <Library />
      </Frame>
    );
  if (parameter("forgot") !== null) return <Forgotten />;
  if (parameter("sign-in") !== null) return <Enter />;
  return (
    <Frame title="Quizzler">
      <Landing />
    </Frame>
  );
}

/** To sign in, or with `new` to make an account; then on to the page of `next`. */
function Enter() {
  const fresh = parameter("new") !== null;
  const title = t(fresh ? "frame.sign_up" : "frame.sign_in");
  const other = new URLSearchParams(location.search);
  if (fresh) other.delete("new");
  else other.set("new", "");
  return (
    <Frame title={title}>
      <div class="enter">
        <h1>{title}</h1>
        <SignIn fresh={fresh} onDone={enter} />
        <p class="other">
          {t(fresh ? "home.have_account" : "home.no_account")}{" "}
          <a href={`${at("/")}?${other}`}>{t(fresh ? "frame.sign_in" : "frame.sign_up")}</a>
        </p>
      </div>
    </Frame>
  );
}

function enter(): void {
  if (keepsNothing) signedIn.value = true;
  else location.assign(next());
}

/** Where to go after signing in: a page of this site only. */
function next(): string {
  const url = new URL(parameter("next") ?? at("/"), location.origin);
  return url.origin === location.origin && url.pathname.startsWith(at("/")) ? url.href : at("/");
}

mount(Home);
