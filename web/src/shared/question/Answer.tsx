/** The fields of a question of any kind. What stands in them is the caller's: `draft` and `onDraft`. */

import { useId } from "preact/hooks";
import { mediaUrl } from "../address";
import { number, t } from "../i18n";
import { Prose } from "../prose/Prose";
import type { Choice, QuestionClosed } from "../room/protocol";
import { announce } from "../ui/announce";
import { letter, SHAPE_COUNT, Shape } from "../ui/Shape";
import { type Answerable, clozeParts, type Draft, directionOf, isQuick, untouched } from "./draft";

export interface AnswerProps {
  question: Answerable;
  draft: Draft | null;
  /** Called with each change; null where nothing stands in the fields any more. */
  onDraft: (draft: Draft | null) => void;
  disabled: boolean;
  /** Once the question is over: choices show which of them are right. */
  closed?: QuestionClosed | null;
}

export function Answer(props: AnswerProps) {
  const { question } = props;
  switch (question.kind) {
    case "slide":
      return <p class="faint">{t("question.nothing")}</p>;
    case "ordering":
      return <Ordering {...props} />;
    case "matching":
      return <Matching {...props} />;
    case "cloze":
      return <Cloze {...props} />;
    case "slider":
      return <Slider {...props} />;
    case "word_cloud":
      return <Words {...props} />;
    case "essay":
      return <Essay {...props} />;
    case "numeric":
    case "short_text":
      return <Text {...props} />;
    default:
      return <Choices {...props} />;
  }
}

const list = (draft: Draft | null): string[] => (Array.isArray(draft) ? draft : []);
const text = (draft: Draft | null): string => (typeof draft === "string" ? draft : "");
const table = (draft: Draft | null): Record<string, string> =>
  draft !== null && typeof draft === "object" && !Array.isArray(draft) ? draft : {};

function Picture({ choice }: { choice: Choice }) {
  if (!choice.media_url) return null;
  return <img class="choice-media" src={mediaUrl(choice.media_url)} alt={choice.media_alt ?? ""} />;
}

function Choices({ question, draft, onDraft, disabled, closed }: AnswerProps) {
  const id = useId();
  const several = !isQuick(question);
  const chosen = new Set(list(draft));
  const right = new Set(Array.isArray(closed?.key) ? (closed.key as string[]) : []);
  const choices = question.choices ?? [];
  const press = (id: string) => {
    if (!several) return onDraft([id]);
    const next = choices.map((choice) => choice.id).filter((one) => chosen.has(one) !== (one === id));
    onDraft(next.length ? next : null);
  };
  const short = choices.every((choice) => choice.text.length <= 18 && !choice.media_url);
  const bare = choices.every((choice) => !choice.text && !choice.media_url);
  const shape = `${short && choices.length > 2 ? "grid" : "rows"} ${bare ? "bare" : ""}`;
  return (
    <div class="choice-field" role="group" aria-labelledby={id}>
      <p class={several ? "faint" : "unseen"} id={id}>
        {several ? t("question.choose_all") : t("question.answer")}
      </p>
      <div class={`choices ${shape}`}>
        {choices.map((choice, index) => {
          const isRight = right.has(choice.id);
          const state = right.size ? (isRight ? "is-right" : "is-over") : "";
          const own = chosen.has(choice.id);
          const name = choice.text || t("question.choice", { n: letter(index) });
          return (
            <button
              key={choice.id}
              type="button"
              class={`choice answer-${(index % SHAPE_COUNT) + 1} ${state}`}
              aria-pressed={own}
              aria-disabled={disabled}
              onClick={() => !disabled && press(choice.id)}
            >
              <span class="marks" aria-hidden="true">
                <Shape index={index} />
                <span class="letter">{letter(index)}</span>
              </span>
              <Picture choice={choice} />
              <span class="words">
                {question.hidden && !choice.text ? (
                  <span class="unseen">{name}</span>
                ) : (
                  <Prose inline text={name} format={question.text_format} />
                )}
                {right.size > 0 && own && <span class="own">{t("question.is_own")}</span>}
              </span>
              {right.size > 0 && (isRight || own) && (
                <span class="tick">
                  <span aria-hidden="true">{isRight ? "✓" : "✕"}</span>
                  {isRight && <span class="unseen">{t("question.is_right")}</span>}
                </span>
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}

function Text({ question, draft, onDraft, disabled }: AnswerProps) {
  const units = question.units ?? [];
  const hint =
    question.kind !== "numeric"
      ? t("question.answer")
      : units.length
        ? t("question.with_unit", { units: units.join(", ") })
        : t("question.number");
  return (
    <label class="field">
      <span>{hint}</span>
      <input
        name="answer"
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        enterkeyhint="send"
        inputMode={question.kind === "numeric" && !units.length ? "decimal" : "text"}
        maxLength={500}
        value={text(draft)}
        readOnly={disabled}
        onInput={(event) => onDraft(event.currentTarget.value || null)}
      />
    </label>
  );
}

function Essay({ question, draft, onDraft, disabled }: AnswerProps) {
  const most = question.max_length ?? undefined;
  const value = text(draft);
  return (
    <label class="field">
      <span>{t("question.answer")}</span>
      <textarea
        name="answer"
        dir="auto"
        rows={5}
        maxLength={most}
        value={value}
        readOnly={disabled}
        onInput={(event) => onDraft(event.currentTarget.value || null)}
      />
      {most !== undefined && (
        <span class="faint">{t("question.letters_left", { n: most - value.length })}</span>
      )}
    </label>
  );
}

function Words({ question, draft, onDraft, disabled }: AnswerProps) {
  const words = list(draft);
  const count = question.words ?? 1;
  const change = (index: number, word: string) => {
    const next = Array.from({ length: count }, (_, place) => (place === index ? word : (words[place] ?? "")));
    onDraft(next.some(Boolean) ? next : null);
  };
  return (
    <div class="stack">
      {Array.from({ length: count }, (_, index) => (
        <label class="field" key={index}>
          <span>{count > 1 ? t("question.word", { n: index + 1 }) : t("question.answer")}</span>
          <input
            name={`word-${index}`}
            dir="auto"
            autocomplete="off"
            maxLength={100}
            value={words[index] ?? ""}
            readOnly={disabled}
            onInput={(event) => change(index, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

function Slider({ question, draft, onDraft, disabled }: AnswerProps) {
  const id = useId();
  const min = question.min ?? 0;
  const max = question.max ?? 100;
  const step = question.step ?? 1;
  const value = Number(draft ?? untouched(question));
  return (
    <div class="slider">
      <label for={id} class="unseen">
        {t("question.range", { min: number(min), max: number(max) })}
      </label>
      <output for={id} class={typeof draft === "number" ? "value" : "value untouched"}>
        {number(value, { maximumFractionDigits: 6 })}
      </output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        onInput={(event) => onDraft(event.currentTarget.valueAsNumber)}
      />
      <div class="ends faint" aria-hidden="true">
        <span>{number(min)}</span>
        <span>{number(max)}</span>
      </div>
    </div>
  );
}

function Ordering({ question, draft, onDraft, disabled }: AnswerProps) {
  const choices = question.choices ?? [];
  const order = list(draft ?? untouched(question));
  const named = new Map(choices.map((choice, index) => [choice.id, { choice, index }]));
  const move = (from: number, by: number) => {
    const to = from + by;
    const id = order[from];
    if (disabled || id === undefined || to < 0 || to >= order.length) return;
    const next = order.filter((one) => one !== id);
    next.splice(to, 0, id);
    onDraft(next);
    announce(t("question.moved", { text: named.get(id)?.choice.text ?? "", n: to + 1 }));
  };
  return (
    <div class="stack">
      <p class="faint">{t("question.order")}</p>
      <ol class="ordering">
        {order.map((id, place) => {
          const found = named.get(id);
          const name = found?.choice.text || t("question.choice", { n: letter(found?.index ?? 0) });
          return (
            <li key={id}>
              <span class="place">{number(place + 1)}</span>
              {found && <Picture choice={found.choice} />}
              <Prose inline class="grow" text={name} format={question.text_format} />
              <button
                type="button"
                aria-label={t("question.up", { text: name })}
                aria-disabled={disabled || place === 0}
                onClick={() => move(place, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                aria-label={t("question.down", { text: name })}
                aria-disabled={disabled || place === order.length - 1}
                onClick={() => move(place, 1)}
              >
                ↓
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

interface PickProps {
  label: string;
  choices: Choice[];
  value: string;
  disabled: boolean;
  onPick: (id: string) => void;
}

function Pick({ label, choices, value, disabled, onPick }: PickProps) {
  return (
    <select
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      <option value="">{t("question.pick")}</option>
      {choices.map((choice, index) => (
        <option key={choice.id} value={choice.id}>
          {choice.text || t("question.choice", { n: letter(index) })}
        </option>
      ))}
    </select>
  );
}

/** The table with one value changed; null where nothing is left in it. */
function changed(draft: Draft | null, id: string, value: string): Draft | null {
  const next = { ...table(draft), [id]: value };
  return Object.values(next).some(Boolean) ? next : null;
}

function Matching({ question, draft, onDraft, disabled }: AnswerProps) {
  return (
    <div class="stack">
      <p class="faint">{t("question.match")}</p>
      <ul class="matching">
        {(question.items ?? []).map((item, index) => {
          const name = item.text || t("question.choice", { n: letter(index) });
          return (
            <li key={item.id}>
              <Picture choice={item} />
              <Prose inline class="grow" text={name} format={question.text_format} />
              <Pick
                label={name}
                choices={question.choices ?? []}
                value={table(draft)[item.id] ?? ""}
                disabled={disabled}
                onPick={(id) => onDraft(changed(draft, item.id, id))}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Cloze({ question, draft, onDraft, disabled }: AnswerProps) {
  const gaps = new Map((question.gaps ?? []).map((gap, index) => [gap.id, { gap, index }]));
  const field = (id: string) => {
    const found = gaps.get(id);
    if (!found) return null;
    const { gap, index } = found;
    const label = t("question.gap", { n: index + 1 });
    const value = table(draft)[id] ?? "";
    const give = (text: string) => onDraft(changed(draft, id, text));
    if (gap.choices?.length) {
      return (
        <Pick key={id} label={label} choices={gap.choices} value={value} disabled={disabled} onPick={give} />
      );
    }
    return (
      <input
        key={id}
        aria-label={label}
        dir="auto"
        autocomplete="off"
        maxLength={500}
        inputMode={gap.kind === "numeric" ? "decimal" : "text"}
        value={value}
        readOnly={disabled}
        onInput={(event) => give(event.currentTarget.value)}
      />
    );
  };
  const parts = question.prompt ? clozeParts(question.prompt) : [...gaps.keys()].map((gap) => ({ gap }));
  const words = parts.map((part) => ("text" in part ? part.text : "")).join(" ");
  return (
    <div class="cloze" dir={directionOf(words)}>
      {parts.map((part) =>
        "gap" in part ? field(part.gap) : <Prose inline text={part.text} format={question.text_format} />,
      )}
    </div>
  );
}
