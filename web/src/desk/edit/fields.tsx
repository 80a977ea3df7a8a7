/** Fields of forms that change one value each. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { sentence } from "../../shared/api";
import { request } from "../../shared/download";
import { t } from "../../shared/i18n";
import { useRefusal, Why } from "../places/refusals";

interface FieldProps {
  label: ComponentChildren;
  hint?: string;
  /** The label is for screen readers only: what stands around the field says it. */
  quiet?: boolean;
  /** Its name in the draft, by which a refusal is shown beside it. */
  field?: string;
}

export interface TextProps extends FieldProps {
  value: string | null | undefined;
  /** undefined: the field is empty. */
  onValue: (value: string | undefined) => void;
  long?: boolean;
  name?: string;
  max?: number;
  placeholder?: string;
  list?: string;
}

export function TextField({
  label,
  hint,
  quiet,
  field,
  value,
  onValue,
  long,
  name,
  max,
  placeholder,
  list,
}: TextProps) {
  const id = useId();
  const { place, why } = useRefusal(field);
  const given = {
    id,
    name,
    value: value ?? "",
    maxLength: max,
    placeholder,
    dir: "auto" as const,
    "data-place": place,
    "aria-invalid": why ? true : undefined,
    "aria-describedby": hint || why ? `${id}-hint` : undefined,
  };
  return (
    <div class="field">
      <label class={quiet ? "unseen" : "label"} for={id}>
        {label}
      </label>
      {long ? (
        <textarea {...given} onInput={(event) => onValue(event.currentTarget.value || undefined)} />
      ) : (
        <input {...given} list={list} onInput={(event) => onValue(event.currentTarget.value || undefined)} />
      )}
      <Under id={`${id}-hint`} hint={hint} why={why} />
    </div>
  );
}

/** What is said of a field: why its value was refused, or else what helps to fill it in. */
function Under({ id, hint, why }: { id: string; hint: string | undefined; why: string }) {
  if (!why && !hint) return null;
  return (
    <p class={why ? "refused" : "hint"} id={id}>
      {why || hint}
    </p>
  );
}

interface NumberProps extends FieldProps {
  value: number | null | undefined;
  onValue: (value: number | undefined) => void;
  min?: number;
  max?: number;
  step?: number | "any";
  placeholder?: string;
  /** How many of what is stored one of what is shown is: 1000 for seconds of milliseconds. */
  scale?: number;
}

/** A number. What the browser can't read as one changes nothing, and the field says so. */
export function NumberField(props: NumberProps) {
  const { label, hint, quiet, field, value, onValue, min, max, step = "any", placeholder, scale = 1 } = props;
  const id = useId();
  const { place, why } = useRefusal(field);
  const node = useRef<HTMLInputElement>(null);
  const bad = useSignal(false);
  const shown = value === null || value === undefined ? undefined : Number((value / scale).toPrecision(12));
  useLayoutEffect(() => {
    const input = node.current;
    if (!input || input.validity.badInput) return;
    const now = input.value === "" ? undefined : input.valueAsNumber;
    if (now !== shown) input.value = shown === undefined ? "" : String(shown);
  }, [shown]);
  return (
    <div class="field">
      <label class={quiet ? "unseen" : "label"} for={id}>
        {label}
      </label>
      <input
        id={id}
        ref={node}
        type="number"
        min={min}
        max={max}
        step={step}
        placeholder={placeholder}
        data-place={place}
        aria-invalid={bad.value || why !== ""}
        aria-describedby={hint || bad.value || why ? `${id}-hint` : undefined}
        onInput={(event) => {
          const { validity, value: typed, valueAsNumber } = event.currentTarget;
          bad.value = validity.badInput;
          if (validity.badInput) return;
          onValue(typed === "" ? undefined : Number((valueAsNumber * scale).toPrecision(15)));
        }}
      />
      <Under id={`${id}-hint`} hint={hint} why={bad.value ? t("edit.no_number") : why} />
    </div>
  );
}

interface DurationProps extends FieldProps {
  /** Seconds. */
  value: number | null | undefined;
  onValue: (value: number | undefined) => void;
}

/** Minutes and seconds. */
export function Duration({ label, hint, field, value, onValue }: DurationProps) {
  const minutes = value === null || value === undefined ? undefined : Math.floor(value / 60);
  const seconds = value === null || value === undefined ? undefined : value % 60;
  const give = (m: number | undefined, s: number | undefined) =>
    onValue(m === undefined && s === undefined ? undefined : (m ?? 0) * 60 + (s ?? 0));
  return (
    <fieldset data-place={useRefusal(field).place}>
      <legend>{label}</legend>
      <div class="row duration">
        <NumberField
          label={t("edit.minutes")}
          value={minutes}
          min={0}
          step={1}
          onValue={(m) => give(m, seconds || undefined)}
        />
        <NumberField
          label={t("edit.seconds")}
          value={seconds}
          min={0}
          step={1}
          onValue={(s) => give(minutes, s)}
        />
      </div>
      {hint && <p class="hint">{hint}</p>}
      {field && <Why field={field} />}
    </fieldset>
  );
}

interface MomentProps extends FieldProps {
  value: string | null | undefined;
  onValue: (value: string | null) => void;
}

const FIRST_YEAR = 1000; // before it, the year is still being typed

/** A date and time in the zone of this device, with seconds. A moment that nobody touches is not changed. */
export function MomentField({ label, hint, field, value, onValue }: MomentProps) {
  const id = useId();
  const { place, why } = useRefusal(field);
  const node = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const input = node.current;
    if (!input || (input.validity.badInput && document.activeElement === input)) return;
    const shown = value ? localTime(value) : "";
    if (Date.parse(input.value) !== Date.parse(shown)) input.value = shown;
  }, [value]);
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        ref={node}
        type="datetime-local"
        step={1}
        data-place={place}
        aria-invalid={why !== ""}
        aria-describedby={hint || why ? `${id}-hint` : undefined}
        onChange={(event) => {
          const { value: typed, validity } = event.currentTarget;
          if (validity.badInput || new Date(typed).getFullYear() < FIRST_YEAR) return;
          onValue(typed ? momentOf(typed, value) : null);
        }}
      />
      <Under id={`${id}-hint`} hint={hint} why={why} />
    </div>
  );
}

/** The value of a datetime-local field: local time without a zone. */
function localTime(iso: string): string {
  const time = new Date(iso);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/**
 * The moment of a local time. An hour that the zone has twice is the one with the offset of the moment that
 * is replaced.
 */
function momentOf(local: string, before: string | null | undefined): string {
  const first = new Date(local).toISOString();
  if (!before) return first;
  const offset = new Date(before).getTimezoneOffset();
  const other = new Date(Date.parse(`${local}Z`) + offset * 60_000).toISOString();
  return localTime(other) === localTime(first) ? other : first;
}

interface TickProps {
  label: ComponentChildren;
  checked: boolean;
  onValue: (value: boolean) => void;
  quiet?: boolean;
}

export function Tick({ label, checked, onValue, quiet }: TickProps) {
  return (
    <label class="inline">
      <input type="checkbox" checked={checked} onChange={(event) => onValue(event.currentTarget.checked)} />
      <span class={quiet ? "unseen" : ""}>{label}</span>
    </label>
  );
}

interface PickProps<One extends string> extends FieldProps {
  value: One;
  options: readonly (readonly [One, string])[];
  onValue: (value: One) => void;
}

export function Pick<One extends string>({
  label,
  hint,
  quiet,
  field,
  value,
  options,
  onValue,
}: PickProps<One>) {
  const { place, why } = useRefusal(field);
  return (
    <label>
      <span class={quiet ? "unseen" : "label"}>{label}</span>
      <select
        value={value}
        data-place={place}
        aria-invalid={why ? true : undefined}
        onChange={(event) => onValue(event.currentTarget.value as One)}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
      {(why || hint) && <span class={why ? "refused" : "hint"}>{why || hint}</span>}
    </label>
  );
}

interface MediaProps {
  url: string | null | undefined;
  alt: string | null | undefined;
  onMedia: (url: string | undefined, alt: string | undefined) => void;
  /** Of which thing. */
  name: string;
}

const SOUND = /\.(mp3|m4a|ogg|oga|wav|opus|aac)(\?|$)/i;

/** A picture or a sound: dropped, pasted, chosen or from the camera, with what it is in words. */
export function MediaField({ url, alt, onMedia, name }: MediaProps) {
  const input = useRef<HTMLInputElement>(null);
  const sending = useSignal(false);
  const refused = useSignal("");
  const { place, why } = useRefusal("media_url");
  const hasAddressField = place === "/media_url"; // of the question itself, which says why
  const send = async (file: File | undefined) => {
    if (!file) return;
    sending.value = true;
    refused.value = "";
    try {
      const form = new FormData();
      form.set("file", file);
      form.set("alt", alt ?? ""); // the server asks for it; the field beside the picture comes next
      const made = await (await request("/media", { method: "POST", body: form })).json();
      onMedia(made.url, alt ?? made.alt ?? "");
    } catch (error) {
      refused.value = sentence(error);
    } finally {
      sending.value = false;
    }
  };
  const source = url?.startsWith("/") ? at(url) : (url ?? "");
  return (
    <fieldset
      class="media-field"
      data-place={hasAddressField ? undefined : place}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void send(event.dataTransfer?.files[0]);
      }}
      onPaste={(event) => {
        const file = event.clipboardData?.files[0];
        if (file) {
          event.preventDefault();
          void send(file);
        }
      }}
    >
      <legend class="unseen">{t("edit.media_of", { name })}</legend>
      {url ? (
        <div class="row">
          {SOUND.test(url) ? <audio controls src={source} /> : <img src={source} alt={alt ?? ""} />}
          <div class="grow">
            <TextField
              field="media_alt"
              label={t("edit.alt")}
              value={alt}
              placeholder={t("edit.alt_empty")}
              max={1000}
              onValue={(text) => onMedia(url, text ?? "")}
            />
          </div>
          <button type="button" onClick={() => onMedia(undefined, undefined)}>
            {t("edit.media_remove")}
          </button>
        </div>
      ) : (
        <div class="row">
          <button type="button" class="quiet" onClick={() => input.current?.click()}>
            {sending.value ? t("edit.media_sending") : t("edit.media_add")}
          </button>
          <span class="hint">{t("edit.media_hint")}</span>
        </div>
      )}
      <p class="refused" role="alert">
        {refused.value || (!hasAddressField && why)}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*,audio/*"
        aria-label={t("edit.media_of", { name })}
        onChange={(event) => {
          void send(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </fieldset>
  );
}
