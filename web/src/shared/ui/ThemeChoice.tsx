import { t } from "../i18n";
import type { Id } from "../ids";
import { chooseTheme, THEMES, theme } from "../theme";

/** The choice of light, dark or high contrast; without one, as the device or the game has it. */
export function ThemeChoice({ auto = "shared.theme_auto" }: { auto?: Id }) {
  return (
    <label>
      <span>{t("shared.theme")}</span>
      <select value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value)}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(one === "auto" ? auto : `shared.theme_${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
