/** How the wall and the phones look: a theme, and a colour and a picture of the host's own. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentence } from "../shared/api";
import { request } from "../shared/download";
import { t } from "../shared/i18n";
import { groundOf, type Look, STAGE_THEMES, type StageTheme, show, tokensNow } from "../shared/look/look";

const FIRST = "#2b0f54"; // what the field of the colour shows at first

export function LookFields({ look, onLook }: { look: Look; onLook: (look: Look) => void }) {
  const sending = useSignal(false);
  const refused = useSignal("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => show(look), [look]);
  const send = async (file: File) => {
    sending.value = true;
    refused.value = "";
    try {
      const form = new FormData();
      form.set("file", file);
      form.set("alt", ""); // it is decoration
      const made = await (await request("/media", { method: "POST", body: form })).json();
      onLook({ ...look, picture: made.url });
    } catch (error) {
      refused.value = sentence(error);
    }
    sending.value = false;
  };
  const changed = look.colour ? groundOf(tokensNow(), look.colour).ground !== look.colour : false;
  return (
    <fieldset class="look">
      <legend>{t("host.look")}</legend>
      <label class="field">
        {t("host.look_theme")}
        <select
          value={look.theme ?? "dark"}
          onChange={(event) => onLook({ ...look, theme: event.currentTarget.value as StageTheme })}
        >
          {STAGE_THEMES.map((one) => (
            <option key={one} value={one}>
              {t(`host.look_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="tickable">
        <input
          type="checkbox"
          checked={Boolean(look.colour)}
          onChange={(event) => onLook({ ...look, colour: event.currentTarget.checked ? FIRST : null })}
        />
        {t("host.look_own_colour")}
      </label>
      {look.colour && (
        <label class="field">
          {t("host.look_colour")}
          <input
            type="color"
            value={look.colour}
            onInput={(event) => onLook({ ...look, colour: event.currentTarget.value })}
          />
        </label>
      )}
      {changed && <p class="faint">{t("host.look_changed")}</p>}
      <p class="row">
        <button type="button" disabled={sending} onClick={() => input.current?.click()}>
          {t(sending.value ? "host.look_sending" : "host.look_picture")}
        </button>
        {look.picture && (
          <button type="button" onClick={() => onLook({ ...look, picture: null })}>
            {t("host.look_no_picture")}
          </button>
        )}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*"
        aria-label={t("host.look_picture")}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void send(file);
        }}
      />
      <p role="alert">{refused}</p>
    </fieldset>
  );
}
