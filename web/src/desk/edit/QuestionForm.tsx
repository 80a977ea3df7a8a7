/**
 * The form of a question, in the order in which one thinks: prompt, options, which is right, why, points and
 * time.
 */

import { t } from "../../shared/i18n";
import { act } from "../home/acts";
import { AllRefusals, Form } from "../places/refusals";
import { asKind, type Draft, KINDS, type Kind, UNSCORED } from "./draft";
import { MediaField, NumberField, Pick, TextField, Tick } from "./fields";
import { KindFields } from "./kinds/kinds";
import { Original, Source } from "./Source";
import { type Entry, edit, settle } from "./store";

const LEVELS = ["", "easy", "medium", "hard"] as const;

export function QuestionForm({ entry, number }: { entry: Entry; number: number }) {
  const { draft } = entry;
  const scored = !UNSCORED.has(draft.kind);
  return (
    <Form refusals={entry.refused}>
      <form
        class="question stack"
        aria-label={t("edit.question", { n: number })}
        onSubmit={(event) => event.preventDefault()}
      >
        {entry.citation && <Source entry={entry} />}
        <Original entry={entry} />
        {entry.conflict ? (
          <div class="ask" role="alert">
            <p>{t("edit.conflict")}</p>
            <div class="row">
              <button type="button" class="main" onClick={() => act(settle)(entry.key, true)}>
                {t("edit.keep_mine")}
              </button>
              <button type="button" onClick={() => act(settle)(entry.key, false)}>
                {t("edit.take_theirs")}
              </button>
            </div>
          </div>
        ) : (
          <AllRefusals refusals={entry.refused} />
        )}
        <TextField
          label={t(draft.kind === "cloze" ? "edit.prompt_cloze" : "edit.prompt")}
          name="prompt"
          field="prompt"
          long
          value={draft.prompt}
          max={5000}
          hint={draft.kind === "cloze" ? t("edit.cloze_hint") : undefined}
          onValue={(prompt) => edit({ prompt: prompt ?? "" })}
        />
        <MediaField
          name={t("edit.question", { n: number })}
          url={draft.media_url}
          alt={draft.media_alt}
          onMedia={(media_url, media_alt) => edit({ media_url, media_alt })}
        />
        <KindFields draft={draft} />
        <TextField
          field="explanation"
          label={t("edit.explanation")}
          long
          value={draft.explanation}
          max={5000}
          onValue={(explanation) => edit({ explanation })}
        />
        <div class="columns">
          {scored && (
            <NumberField
              field="points"
              label={t("edit.points")}
              value={draft.points}
              min={0}
              placeholder="1"
              onValue={(points) => edit({ points })}
            />
          )}
          <NumberField
            field="time_limit_ms"
            label={t("edit.limit")}
            value={draft.time_limit_ms}
            scale={1000}
            min={1}
            max={3600}
            placeholder={t("edit.limit_room")}
            onValue={(time_limit_ms) => edit({ time_limit_ms })}
          />
          <Pick
            field="difficulty"
            label={t("home.difficulty")}
            value={(draft.difficulty ?? "") as (typeof LEVELS)[number]}
            options={LEVELS.map((one) => [one, one ? t(`home.${one}`) : "–"] as const)}
            onValue={(level) => edit({ difficulty: level || undefined })}
          />
        </div>
        <details class="more">
          <summary>{t("edit.more")}</summary>
          <div class="stack">
            <Pick
              field="kind"
              label={t("edit.kind")}
              value={draft.kind as Kind}
              options={KINDS.map((one) => [one, t(`edit.kind_${one}`)] as const)}
              onValue={(kind) => edit(toKind(draft, kind))}
            />
            <Tick
              label={t("edit.markdown")}
              checked={draft.text_format === "markdown"}
              onValue={(on) => edit({ text_format: on ? "markdown" : undefined })}
            />
            <div class="columns">
              <TextField
                field="tags"
                label={t("edit.tags")}
                hint={t("edit.tags_hint")}
                value={(draft.tags ?? []).join(", ")}
                onValue={(text) => edit({ tags: tagsOf(text) })}
              />
              <TextField
                field="subject"
                label={t("edit.subject")}
                value={draft.subject}
                max={200}
                onValue={(subject) => edit({ subject })}
              />
              <TextField
                field="name"
                label={t("edit.name")}
                hint={t("edit.name_hint")}
                value={draft.name}
                max={255}
                onValue={(name) => edit({ name })}
              />
              <TextField
                field="source"
                label={t("edit.source")}
                value={draft.source}
                max={2000}
                onValue={(source) => edit({ source })}
              />
              <TextField
                field="external_id"
                label={t("edit.external_id")}
                value={draft.external_id}
                max={100}
                onValue={(external_id) => edit({ external_id })}
              />
              <TextField
                field="media_url"
                label={t("edit.media_url")}
                value={draft.media_url}
                max={2000}
                placeholder="https://"
                onValue={(media_url) => edit({ media_url })}
              />
            </div>
          </div>
        </details>
      </form>
    </Form>
  );
}

/** All fields of a draft as another kind, with undefined for those that go. */
function toKind(draft: Draft, kind: Kind): Partial<Draft> {
  const made = asKind(draft, kind);
  const gone = Object.keys(draft).filter((name) => !(name in made));
  return { ...made, ...Object.fromEntries(gone.map((name) => [name, undefined])) };
}

/** Tags as they are typed: what follows a comma is the next one, also while it is still empty. */
export function tagsOf(text: string | undefined): string[] | undefined {
  const tags = (text ?? "").split(/,\s?/);
  return tags.some((one) => one.trim()) ? tags : undefined;
}
