/**
 * A quiz from a PDF: choose it, see it being read, say which questions, see the price. The editor shows what
 * comes.
 */

import "./pdf.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, explain, sentence } from "../../shared/api";
import { request } from "../../shared/download";
import { follow } from "../../shared/events";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { Count } from "./Count";
import { Price } from "./Price";

type Upload = components["schemas"]["Upload"];

export function FromPdf({ onClose }: { onClose: () => void }) {
  const upload = useSignal<Upload | null>(null);
  const refused = useSignal("");
  const show = (work: Promise<unknown>) => {
    refused.value = "";
    work.catch((error) => {
      refused.value = sentence(error);
    });
  };
  const now = upload.value;
  return (
    <Dialog title={t("pdf.title")} onClose={onClose}>
      <p class="refused" role="alert">
        {refused}
      </p>
      {now === null ? (
        <Choose onChosen={(found) => (upload.value = found)} show={show} />
      ) : now.state === "ready" ? (
        <Ask upload={now} show={show} />
      ) : now.state === "failed" ? (
        <>
          <p class="refused" role="alert">
            {explain(now.code ?? "internal", "failures")}
          </p>
          <button type="button" onClick={() => (upload.value = null)}>
            {t("pdf.another_file")}
          </button>
        </>
      ) : (
        <Being upload={now} onChange={(found) => (upload.value = found)} />
      )}
    </Dialog>
  );
}

interface ChooseProps {
  onChosen: (upload: Upload) => void;
  show: (work: Promise<unknown>) => void;
}

function Choose({ onChosen, show }: ChooseProps) {
  const known = useSignal<Upload[]>([]);
  const sending = useSignal(false);
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const query = { limit: 50 };
    void call(api.GET("/uploads", { params: { query } }))
      .then((page) => {
        known.value = page.items.filter((one) => one.state === "ready");
      })
      .catch(() => undefined);
  }, []);
  const send = async (file: File) => {
    sending.value = true;
    try {
      const path = `/uploads/file?name=${encodeURIComponent(file.name)}`;
      const headers = { "Content-Type": "application/pdf" };
      onChosen(await (await request(path, { method: "POST", headers, body: file })).json());
    } finally {
      sending.value = false;
    }
  };
  if (sending.value) return <p role="status">{t("pdf.sending")}</p>;
  return (
    <div class="stack">
      <div
        class={`drop ${over.value ? "over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          over.value = false;
          const [file] = event.dataTransfer?.files ?? [];
          if (file) show(send(file));
        }}
      >
        <p>{t("pdf.drop")}</p>
        <button type="button" class="main" onClick={() => input.current?.click()}>
          {t("pdf.choose")}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/pdf,.pdf"
          aria-label={t("pdf.choose")}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) show(send(file));
          }}
        />
      </div>
      <form
        class="row at-end"
        onSubmit={(event) => {
          event.preventDefault();
          const url = String(new FormData(event.currentTarget).get("url"));
          show(call(api.POST("/uploads", { body: { url } })).then(onChosen));
        }}
      >
        <label class="grow">
          <span>{t("pdf.address")}</span>
          <input name="url" type="url" required dir="ltr" placeholder="https://" />
        </label>
        <button type="submit">{t("pdf.fetch")}</button>
      </form>
      {known.value.length > 0 && (
        <label>
          <span>{t("pdf.known")}</span>
          <select
            value=""
            onChange={(event) => {
              const found = known.value.find((one) => one.id === event.currentTarget.value);
              if (found) onChosen(found);
            }}
          >
            <option value="">…</option>
            {known.value.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title ?? one.name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** The PDF is being read. It goes on when this is closed. */
function Being({ upload, onChange }: { upload: Upload; onChange: (upload: Upload) => void }) {
  const progress = useSignal(upload.progress);
  const pages = useSignal<{ n: number; of: number } | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    const look = async () => {
      const params = { path: { upload_id: upload.id } };
      const found = await call(api.GET("/uploads/{upload_id}", { params })).catch(() => null);
      if (found && (found.state === "ready" || found.state === "failed")) onChange(found);
    };
    void follow(({ type, data }) => {
      if (type === "ready") void look();
      if (data.upload_id !== upload.id) return;
      if (typeof data.progress === "number") progress.value = data.progress;
      if (typeof data.done === "number" && typeof data.of === "number")
        pages.value = { n: data.done, of: data.of };
      if (type === "upload.ready" || type === "upload.failed") void look();
    }, gone.signal);
    return () => gone.abort();
  }, [upload.id]);
  const words = pages.value
    ? t("pdf.reading_pages", pages.value)
    : t("pdf.reading", { part: number(progress.value, { style: "percent" }) });
  return (
    <div class="stack">
      <p role="status">{words}</p>
      <progress value={progress.value} max={1} aria-label={words} />
      <p class="hint">{t("pdf.goes_on")}</p>
    </div>
  );
}

const LANGUAGE = /^[a-z]{2,3}$/;

/** Which questions to write, and what they cost. */
function Ask({ upload, show }: { upload: Upload; show: (work: Promise<unknown>) => void }) {
  const count = useSignal(10);
  const busy = useSignal(false);
  const total = upload.pages ?? 1;
  const write = async (form: FormData) => {
    if (busy.value) return;
    busy.value = true;
    try {
      const pages = [Number(form.get("from")), Number(form.get("to"))];
      const quiz = await call(
        api.POST("/quizzes/generate", {
          body: {
            sources: [{ upload_id: upload.id, pages: pages[0] === 1 && pages[1] === total ? null : [pages] }],
            questions: count.value,
            topic: String(form.get("topic")).trim() || null,
            difficulty: (String(form.get("difficulty")) || null) as "easy" | null,
            title: (upload.title ?? upload.name).slice(0, 200),
            language: LANGUAGE.test(upload.language ?? "") ? (upload.language ?? "en") : "en",
          },
        }),
      );
      location.assign(at(`/edit?quiz=${quiz.id}`));
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        show(write(new FormData(event.currentTarget)));
      }}
    >
      <p>
        <strong dir="auto">{upload.title ?? upload.name}</strong>
        <br />
        <span class="faint">
          {t("pdf.pages", { n: total })}
          {upload.scanned_pages ? ` · ${t("pdf.scanned", { n: upload.scanned_pages })}` : ""}
        </span>
      </p>
      <div class="columns">
        <Count count={count} />
        <label>
          <span>{t("pdf.from_page")}</span>
          <input name="from" type="number" min={1} max={total} defaultValue="1" required />
        </label>
        <label>
          <span>{t("pdf.to_page")}</span>
          <input name="to" type="number" min={1} max={total} defaultValue={String(total)} required />
        </label>
        <label>
          <span>{t("pdf.difficulty")}</span>
          <select name="difficulty">
            <option value="">{t("pdf.any")}</option>
            <option value="easy">{t("pdf.easy")}</option>
            <option value="medium">{t("pdf.medium")}</option>
            <option value="hard">{t("pdf.hard")}</option>
          </select>
        </label>
      </div>
      <label>
        <span>{t("pdf.topic")}</span>
        <input name="topic" maxLength={500} placeholder={t("pdf.any")} />
      </label>
      <Price questions={count.value} />
      <button type="submit" class="main" aria-disabled={busy}>
        {t("pdf.write")}
      </button>
    </form>
  );
}
