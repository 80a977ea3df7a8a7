import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { number, t } from "../../shared/i18n";
import { Prose } from "../../shared/prose/Prose";
import { Answer } from "../../shared/question/Answer";
import type { Draft as Given } from "../../shared/question/draft";
import { asAsked, type Draft } from "./draft";

/** The question as a phone shows it. It can be tried; nothing is sent. */
export function Preview({ draft, n, total }: { draft: Draft; n: number; total: number }) {
  const given = useSignal<Given | null>(null);
  useEffect(() => {
    given.value = null;
  }, [draft.kind, draft.choices?.length, n]);
  const asked = asAsked(draft, n, total);
  const picture = draft.media_url?.startsWith("/") ? at(draft.media_url) : draft.media_url;
  return (
    <aside class="preview" aria-label={t("edit.preview")}>
      <p class="label">{t("edit.preview")}</p>
      <div class="phone stage">
        <p class="faint">
          {number(n)} / {number(total)}
        </p>
        {picture && !/\.(mp3|m4a|ogg|wav|opus)$/i.test(picture) && (
          <img src={picture} alt={draft.media_alt ?? ""} />
        )}
        {draft.kind !== "cloze" &&
          (draft.prompt ? (
            <Prose text={draft.prompt} format={draft.text_format as "plain"} class="prompt" />
          ) : (
            <p class="faint">{t("edit.prompt")}</p>
          ))}
        <Answer
          question={asked}
          draft={given.value}
          onDraft={(now) => (given.value = now)}
          disabled={false}
        />
      </div>
    </aside>
  );
}
