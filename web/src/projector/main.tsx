/** The projector: a room on a wall that everybody sees. It follows the host and can change nothing. */

import "../shared/base.css";
import "../shared/display.css";
import "../shared/prose/prose.css";
import "../shared/stage/stage.css";
import "./projector.css";
import { at, parameter } from "../shared/address";
import { t } from "../shared/i18n";
import { mount } from "../shared/page";
import { Show } from "./Show";

const code = (parameter("code") ?? "").toUpperCase().replace(/[\s-]/g, "");

function Projector() {
  if (code) return <Show code={code} />;
  return (
    <main class="sentence">
      <h1>{t("projector.no_code")}</h1>
      <p>{t("projector.no_code_hint")}</p>
      <a class="button main" href={at("/")}>
        {t("shared.home")}
      </a>
    </main>
  );
}

mount(Projector);
