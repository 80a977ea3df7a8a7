import { chooseLanguage, language, t } from "../i18n";
import { LANGUAGES } from "../languages";

/** The choice of the page's language; each language is named in itself. */
export function LanguageChoice() {
  return (
    <label class="language">
      <span class="unseen">{t("shared.language")}</span>
      <select value={language()} onChange={(event) => void chooseLanguage(event.currentTarget.value)}>
        {Object.entries(LANGUAGES).map(([code, { name }]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
