import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, call, sentence } from "../../../shared/api";
import { request } from "../../../shared/download";
import type { components } from "../../../shared/generated/api";
import { number, t } from "../../../shared/i18n";
import { Dialog } from "../../../shared/ui/Dialog";
import type { Entry } from "../store";

export type Citation = NonNullable<Entry["citation"]>;
type Shown = components["schemas"]["UploadPage"];

interface Drawn {
  href: string;
  shown: Shown;
}

/** The page of the PDF as a picture, with the cited sentence marked. */
export function CitedPage({ citation }: { citation: Citation }) {
  const drawn = useSignal<Drawn | null>(null);
  const refused = useSignal("");
  const large = useSignal(false);
  const { upload_id, page, sentence: cited } = citation;
  useEffect(() => {
    let href = "";
    let gone = false;
    drawn.value = null;
    refused.value = "";
    const draw = async () => {
      const params = { path: { upload_id, page }, query: { sentence: cited } };
      const shown = await call(api.GET("/uploads/{upload_id}/pages/{page}", { params }));
      const picture = await (await request(`/uploads/${upload_id}/pages/${page}/picture`)).blob();
      if (gone) return;
      href = URL.createObjectURL(picture);
      drawn.value = { href, shown: shown as Shown };
    };
    draw().catch((error) => {
      refused.value = sentence(error);
    });
    return () => {
      gone = true;
      URL.revokeObjectURL(href);
    };
  }, [upload_id, page, cited]);
  const name = t("edit.page_name", { page: citation.page_label ?? number(page) });
  if (refused.value)
    return (
      <p class="hint" role="status">
        {refused}
      </p>
    );
  if (!drawn.value)
    return (
      <p class="hint" role="status">
        {t("edit.page_comes", { page: citation.page_label ?? number(page) })}
      </p>
    );
  const { boxes } = drawn.value.shown;
  return (
    <>
      <div class="row over-page">
        <p class="grow">
          {name}
          {!boxes.length && <span class="hint"> · {t("edit.not_found_on_page")}</span>}
        </p>
        <button type="button" onClick={() => (large.value = true)}>
          {t("edit.larger")}
        </button>
      </div>
      <Picture drawn={drawn.value} name={name} />
      {large.value && (
        <Dialog title={name} wide onClose={() => (large.value = false)}>
          <Picture drawn={drawn.value} name={name} />
        </Dialog>
      )}
    </>
  );
}

const percent = (share: number) => `${100 * share}%`;

/** The picture, scrolled to its first mark. */
function Picture({ drawn: { href, shown }, name }: { drawn: Drawn; name: string }) {
  const box = useRef<HTMLElement>(null);
  const look = () => {
    const mark = box.current?.querySelector<HTMLElement>("mark");
    if (!box.current || !mark) return;
    box.current.scrollTop = mark.offsetTop - box.current.clientHeight / 3;
    box.current.scrollLeft = mark.offsetLeft - 16;
  };
  return (
    <section ref={box} class="pdf-page" tabIndex={0} aria-label={name}>
      <div class="sheet">
        <img
          src={href}
          width={shown.width}
          height={shown.height}
          alt={t("edit.page_picture", { marked: shown.boxes.length ? "yes" : "no" })}
          onLoad={look}
        />
        {shown.boxes.map(([left, top, right, bottom]) => (
          <mark
            key={`${left} ${top}`}
            style={{
              left: percent(left),
              top: percent(top),
              width: percent(right - left),
              height: percent(bottom - top),
            }}
          />
        ))}
      </div>
    </section>
  );
}
