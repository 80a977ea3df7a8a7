import { useSignal } from "@preact/signals";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { t } from "../../shared/i18n";

/**
 * The field for the code on the host's screen. Whether there is such a room is asked before the page is left.
 */
export function JoinByCode() {
  const code = useSignal("");
  const refused = useSignal("");
  const join = async (event: SubmitEvent) => {
    event.preventDefault();
    const asked = code.value.trim();
    if (!asked) return;
    refused.value = "";
    try {
      const room = await call(
        api.GET("/realtime/rooms/validate/{room_code}", { params: { path: { room_code: asked } } }),
      );
      if (room.valid) location.assign(at(`/play?code=${encodeURIComponent(room.room_code)}`));
      else refused.value = t("home.no_room");
    } catch (error) {
      refused.value = sentence(error);
    }
  };
  return (
    <form class="join" onSubmit={join}>
      <label>
        <span>{t("home.code")}</span>
        <input
          value={code}
          onInput={(event) => (code.value = event.currentTarget.value)}
          required
          maxLength={20}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          dir="ltr"
          aria-describedby="join-refused"
        />
      </label>
      <p class="refused" role="alert" id="join-refused">
        {refused}
      </p>
      <button type="submit" class="main">
        {t("home.join")}
      </button>
    </form>
  );
}
