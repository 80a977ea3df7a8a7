import { useEffect } from "preact/hooks";
import { t } from "../shared/i18n";
import { soundBlocked, soundOn, turnSound, wake } from "../shared/stage/sound";
import { ThemeChoice } from "../shared/ui/ThemeChoice";

const turnFull = () =>
  void (document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen?.());

/**
 * Sound and full screen, for whoever stands at this computer: keys M and F, or two buttons that show on the
 * way to them.
 */
export function Corner() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "m") turnSound(!soundOn.value);
      else if (event.key === "f") turnFull();
    };
    const touch = () => void wake();
    addEventListener("keydown", press);
    addEventListener("pointerdown", touch);
    touch();
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("pointerdown", touch);
    };
  }, []);
  return (
    <section
      class="corner"
      aria-label={t("projector.corner")}
      data-needed={soundBlocked.value ? "" : undefined}
    >
      {soundBlocked.value && <span>{t("projector.sound_blocked")}</span>}
      <button type="button" aria-pressed={soundOn.value} onClick={() => turnSound(!soundOn.value)}>
        {t("stage.sound")}
      </button>
      <ThemeChoice auto="shared.theme_game" />
      <button type="button" onClick={turnFull}>
        {t("projector.full_screen")}
      </button>
    </section>
  );
}
