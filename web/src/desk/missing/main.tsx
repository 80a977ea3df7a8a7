/** Shown at an address where there is no page. */

import "../../shared/base.css";
import "../../shared/display.css";
import { at } from "../../shared/address";
import { t } from "../../shared/i18n";
import { mount } from "../../shared/page";
import "../../shared/theme";
import { LanguageChoice } from "../../shared/ui/LanguageChoice";

function Missing() {
  return (
    <main class="sentence">
      <h1>{t("missing.title")}</h1>
      <p>{t("missing.hint")}</p>
      <p>
        <a class="button main" href={at("/")}>
          {t("shared.home")}
        </a>
      </p>
      <LanguageChoice />
    </main>
  );
}

mount(Missing);
