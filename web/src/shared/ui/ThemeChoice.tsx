import { t } from "../i18n";
import { chooseTheme, THEMES, theme } from "../theme";

/** The choice of light, dark or high contrast. */
export function ThemeChoice() {
  return (
    <label>
      <span>{t("shared.theme")}</span>
      <select value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value)}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(`shared.theme_${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
