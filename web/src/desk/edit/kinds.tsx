/** What belongs to one kind of question: its options, and which of them is right. */

import type { ComponentChildren } from "preact";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { type AnswerDraft, type ChoiceDraft, type Draft, type GapDraft, isRight } from "./draft";
import { MediaField, NumberField, Pick, TextField, Tick } from "./fields";
import { edit } from "./store";

type Unit = components["schemas"]["UnitDraft"];
type Pair = components["schemas"]["PairDraft"];
type Criterion = components["schemas"]["CriterionDraft"];

export function KindFields({ draft }: { draft: Draft }) {
  switch (draft.kind) {
    case "single_choice":
    case "multiple_choice":
      return (
        <Choices
          choices={draft.choices ?? []}
          marked
          several={draft.kind === "multiple_choice"}
          onChoices={(choices) => edit({ choices })}
        />
      );
    case "ordering":
    case "poll":
      return (
        <Choices
          choices={draft.choices ?? []}
          ordered={draft.kind === "ordering"}
          onChoices={(choices) => edit({ choices })}
        />
      );
    case "true_false":
      return <TrueFalse draft={draft} />;
    case "numeric":
      return <Numeric draft={draft} />;
    case "short_text":
      return (
        <>
          <Texts answers={draft.answers ?? []} onAnswers={(answers) => edit({ answers })} />
          <Forgives
            value={draft.forgives}
            exact={draft.case_sensitive}
            onForgives={(forgives) => edit({ forgives })}
            onExact={(case_sensitive) => edit({ case_sensitive })}
          />
        </>
      );
    case "slider":
      return <Slider draft={draft} />;
    case "matching":
      return <Matching draft={draft} />;
    case "cloze":
      return <Cloze draft={draft} />;
    case "word_cloud":
      return (
        <NumberField
          label={t("edit.words")}
          value={draft.words}
          min={1}
          max={10}
          step={1}
          placeholder="1"
          onValue={(words) => edit({ words })}
        />
      );
    case "essay":
      return <Essay draft={draft} />;
    default:
      return null;
  }
}

/** A list with one of its parts changed, or without it. */
const changed = <Part,>(list: Part[], index: number, part: Partial<Part>): Part[] =>
  list.map((one, place) => (place === index ? cleaned({ ...one, ...part }) : one));
const without = <Part,>(list: Part[], index: number): Part[] => list.filter((_, place) => place !== index);
const cleaned = <Part,>(part: Part): Part =>
  Object.fromEntries(Object.entries(part as object).filter(([, value]) => value !== undefined)) as Part;

interface RowsProps<Part> {
  legend: string;
  hint?: string | undefined;
  parts: Part[];
  onParts: (parts: Part[]) => void;
  fresh: Part;
  add: string;
  /** The least number of rows. */
  least?: number;
  ordered?: boolean;
  children: (part: Part, index: number, change: (part: Partial<Part>) => void) => ComponentChildren;
}

/** Rows that can be added, removed and, where their order counts, moved. */
function Rows<Part>(props: RowsProps<Part>) {
  const { legend, hint, parts, onParts, fresh, add, least = 1, ordered, children } = props;
  const move = (from: number, to: number) => {
    const part = parts[from];
    if (part === undefined || to < 0 || to >= parts.length) return;
    const next = without(parts, from);
    next.splice(to, 0, part);
    onParts(next);
  };
  return (
    <fieldset class="rows">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {parts.map((part, index) => (
        <div class="part" key={index}>
          <div class="part-fields">
            {children(part, index, (change) => onParts(changed(parts, index, change)))}
          </div>
          {ordered && (
            <>
              <button
                type="button"
                class="icon"
                aria-label={t("edit.row_up", { n: index + 1 })}
                aria-disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="icon"
                aria-label={t("edit.row_down", { n: index + 1 })}
                aria-disabled={index === parts.length - 1}
                onClick={() => move(index, index + 1)}
              >
                ↓
              </button>
            </>
          )}
          {parts.length > least && (
            <button
              type="button"
              class="icon"
              aria-label={t("edit.row_remove", { n: index + 1 })}
              onClick={() => onParts(without(parts, index))}
            >
              ×
            </button>
          )}
        </div>
      ))}
      <button type="button" class="quiet" onClick={() => onParts([...parts, fresh])}>
        + {add}
      </button>
    </fieldset>
  );
}

interface ChoicesProps {
  choices: ChoiceDraft[];
  onChoices: (choices: ChoiceDraft[]) => void;
  marked?: boolean;
  several?: boolean;
  ordered?: boolean;
  /** In a gap there is room for texts only. */
  plain?: boolean;
}

function Choices({ choices, onChoices, marked, several, ordered, plain }: ChoicesProps) {
  const weighted = choices.some((one) => one.weight !== undefined && one.weight !== null);
  const parts = (on: boolean) =>
    onChoices(
      choices.map((one) =>
        on
          ? cleaned({
              ...one,
              correct: undefined,
              weight: isRight(one) ? 1 / (several ? rightOnes(choices) : 1) : 0,
            })
          : cleaned({ ...one, weight: undefined, correct: isRight(one) || undefined }),
      ),
    );
  return (
    <>
      <Rows
        legend={t(ordered ? "edit.in_order" : "edit.choices")}
        hint={marked ? t(weighted ? "edit.weights_hint" : "edit.tick_right") : undefined}
        parts={choices}
        onParts={onChoices}
        fresh={weighted ? { text: "", weight: 0 } : { text: "" }}
        add={t("edit.choice_add")}
        least={2}
        ordered={!plain}
      >
        {(one, index, change) => (
          <>
            <div class="choice-line">
              {marked && !weighted && (
                <Tick
                  quiet
                  label={t("edit.is_right", { n: index + 1 })}
                  checked={isRight(one)}
                  onValue={(on) => change({ correct: on || undefined })}
                />
              )}
              <TextField
                quiet
                label={t("edit.choice", { n: index + 1 })}
                placeholder={t("edit.choice", { n: index + 1 })}
                value={one.text}
                max={1000}
                onValue={(text) => change({ text: text ?? "" })}
              />
              {marked && weighted && (
                <NumberField
                  quiet
                  label={t("edit.weight_of", { n: index + 1 })}
                  value={one.weight}
                  scale={0.01}
                  min={-100}
                  max={100}
                  onValue={(weight) => change({ weight: weight ?? 0 })}
                />
              )}
            </div>
            {!plain && (
              <details class="more">
                <summary>
                  {one.feedback || one.media_url || one.pinned ? t("edit.has_more") : t("edit.more_of_it")}
                </summary>
                <div class="stack">
                  {marked && (
                    <TextField
                      label={t("edit.feedback")}
                      value={one.feedback}
                      max={1000}
                      onValue={(feedback) => change({ feedback })}
                    />
                  )}
                  <MediaField
                    name={t("edit.choice", { n: index + 1 })}
                    url={one.media_url}
                    alt={one.media_alt}
                    onMedia={(media_url, media_alt) => change({ media_url, media_alt })}
                  />
                  {!ordered && (
                    <Tick
                      label={t("edit.pinned")}
                      checked={one.pinned === true}
                      onValue={(on) => change({ pinned: on || undefined })}
                    />
                  )}
                </div>
              </details>
            )}
          </>
        )}
      </Rows>
      {marked && !plain && <Tick label={t("edit.by_parts")} checked={weighted} onValue={parts} />}
    </>
  );
}

const rightOnes = (choices: ChoiceDraft[]): number => choices.filter(isRight).length || 1;

function TrueFalse({ draft }: { draft: Draft }) {
  return (
    <>
      <fieldset>
        <legend>{t("edit.right_answer")}</legend>
        <div class="row">
          {[true, false].map((one) => (
            <label class="inline" key={String(one)}>
              <input
                type="radio"
                name="correct"
                checked={draft.correct === one}
                onChange={() => edit({ correct: one })}
              />
              <span>{t(one ? "edit.true" : "edit.false")}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="columns">
        <TextField
          label={t("edit.feedback_true")}
          value={draft.feedback_true}
          onValue={(feedback_true) => edit({ feedback_true })}
        />
        <TextField
          label={t("edit.feedback_false")}
          value={draft.feedback_false}
          onValue={(feedback_false) => edit({ feedback_false })}
        />
      </div>
    </>
  );
}

interface AnswersProps {
  answers: AnswerDraft[];
  onAnswers: (answers: AnswerDraft[]) => void;
}

/** What an accepted answer earns, and what is said to who gave it. */
function Earns({ answer, change }: { answer: AnswerDraft; change: (part: Partial<AnswerDraft>) => void }) {
  return (
    <div class="columns">
      <NumberField
        label={t("edit.earns")}
        value={answer.weight}
        scale={0.01}
        min={0}
        max={100}
        placeholder="100"
        onValue={(weight) => change({ weight })}
      />
      <TextField
        label={t("edit.feedback")}
        value={answer.feedback}
        onValue={(feedback) => change({ feedback })}
      />
    </div>
  );
}

function Texts({ answers, onAnswers }: AnswersProps) {
  return (
    <Rows
      legend={t("edit.accepted")}
      parts={answers}
      onParts={onAnswers}
      fresh={{ text: "" }}
      add={t("edit.answer_add")}
    >
      {(one, index, change) => (
        <>
          <TextField
            quiet
            label={t("edit.answer", { n: index + 1 })}
            placeholder={t("edit.answer", { n: index + 1 })}
            value={one.text}
            max={500}
            onValue={(text) => change({ text: text ?? "" })}
          />
          <details class="more">
            <summary>{t("edit.more_of_it")}</summary>
            <div class="stack">
              <Earns answer={one} change={change} />
              <Tick
                label={t("edit.wildcards")}
                checked={one.wildcards === true}
                onValue={(on) => change({ wildcards: on || undefined })}
              />
            </div>
          </details>
        </>
      )}
    </Rows>
  );
}

interface ForgivesProps {
  value: string[] | null | undefined;
  exact: boolean | null | undefined;
  onForgives: (value: string[] | undefined) => void;
  onExact: (value: boolean | undefined) => void;
}

const FORGIVEN = ["accents", "letters", "punctuation"] as const;

function Forgives({ value, exact, onForgives, onExact }: ForgivesProps) {
  const now = value ?? ["accents"];
  return (
    <fieldset>
      <legend>{t("edit.forgiven")}</legend>
      <Tick
        label={t("edit.forgives_case")}
        checked={!exact}
        onValue={(on) => onExact(on ? undefined : true)}
      />
      {FORGIVEN.map((one) => (
        <Tick
          key={one}
          label={t(`edit.forgives_${one}`)}
          checked={now.includes(one)}
          onValue={(on) => onForgives(on ? [...now, one] : now.filter((other) => other !== one))}
        />
      ))}
    </fieldset>
  );
}

function Numbers({ answers, onAnswers }: AnswersProps) {
  return (
    <Rows
      legend={t("edit.accepted")}
      parts={answers}
      onParts={onAnswers}
      fresh={{}}
      add={t("edit.answer_add")}
    >
      {(one, _, change) => {
        const range = one.min !== undefined || one.max !== undefined;
        return (
          <>
            <div class="columns">
              {range ? (
                <>
                  <NumberField label={t("edit.from")} value={one.min} onValue={(min) => change({ min })} />
                  <NumberField label={t("edit.to")} value={one.max} onValue={(max) => change({ max })} />
                </>
              ) : (
                <>
                  <NumberField
                    label={t("edit.value")}
                    value={one.value}
                    onValue={(value) => change({ value })}
                  />
                  <NumberField
                    label={t("edit.tolerance")}
                    value={one.tolerance}
                    min={0}
                    placeholder="0"
                    onValue={(tolerance) => change({ tolerance })}
                  />
                </>
              )}
            </div>
            <details class="more">
              <summary>{t("edit.more_of_it")}</summary>
              <div class="stack">
                <Tick
                  label={t("edit.is_range")}
                  checked={range}
                  onValue={(on) =>
                    change(
                      on
                        ? { min: one.value ?? 0, max: one.value ?? 0, value: undefined, tolerance: undefined }
                        : { value: one.min, min: undefined, max: undefined },
                    )
                  }
                />
                <Earns answer={one} change={change} />
              </div>
            </details>
          </>
        );
      }}
    </Rows>
  );
}

function Numeric({ draft }: { draft: Draft }) {
  const units = (draft.units ?? []) as Unit[];
  return (
    <>
      <Numbers answers={draft.answers ?? []} onAnswers={(answers) => edit({ answers })} />
      <details class="more" open={units.length > 0}>
        <summary>{t("edit.units")}</summary>
        <Rows
          legend={t("edit.units")}
          hint={t("edit.units_hint")}
          parts={units}
          onParts={(list) =>
            edit(
              list.length
                ? { units: list }
                : { units: undefined, unit_required: undefined, unit_share: undefined },
            )
          }
          fresh={units.length ? { unit: "" } : { unit: "", factor: 1 }}
          add={t("edit.unit_add")}
          least={0}
        >
          {(one, index, change) => (
            <div class="columns">
              <TextField
                label={t("edit.unit", { n: index + 1 })}
                value={one.unit}
                onValue={(unit) => change({ unit: unit ?? "" })}
              />
              <NumberField
                label={t("edit.factor")}
                value={one.factor}
                onValue={(factor) => change({ factor })}
              />
            </div>
          )}
        </Rows>
        {units.length > 0 && (
          <div class="columns">
            <Tick
              label={t("edit.unit_required")}
              checked={draft.unit_required !== false}
              onValue={(on) => edit({ unit_required: on ? undefined : false })}
            />
            <NumberField
              label={t("edit.unit_share")}
              value={draft.unit_share}
              scale={0.01}
              min={0}
              max={100}
              placeholder="100"
              onValue={(unit_share) => edit({ unit_share })}
            />
          </div>
        )}
      </details>
    </>
  );
}

function Slider({ draft }: { draft: Draft }) {
  return (
    <>
      <div class="columns">
        <NumberField label={t("edit.lowest")} value={draft.min} onValue={(min) => edit({ min })} />
        <NumberField label={t("edit.highest")} value={draft.max} onValue={(max) => edit({ max })} />
        <NumberField
          label={t("edit.step")}
          value={draft.step}
          min={0}
          placeholder="1"
          onValue={(step) => edit({ step })}
        />
      </div>
      <div class="columns">
        <NumberField
          label={t("edit.right_answer")}
          value={draft.value}
          onValue={(value) => edit({ value })}
        />
        <NumberField
          label={t("edit.tolerance")}
          value={draft.tolerance}
          min={0}
          placeholder="0"
          onValue={(tolerance) => edit({ tolerance })}
        />
        <NumberField
          label={t("edit.partial_within")}
          value={draft.partial_within}
          min={0}
          placeholder={t("edit.none")}
          onValue={(partial_within) => edit({ partial_within })}
        />
      </div>
      <Tick
        label={t("edit.nearest")}
        checked={draft.nearest === true}
        onValue={(on) => edit({ nearest: on || undefined })}
      />
    </>
  );
}

function Matching({ draft }: { draft: Draft }) {
  return (
    <>
      <Rows
        legend={t("edit.pairs")}
        parts={(draft.pairs ?? []) as Pair[]}
        onParts={(pairs) => edit({ pairs })}
        fresh={{ text: "", match: "" }}
        add={t("edit.pair_add")}
        ordered
      >
        {(one, index, change) => (
          <>
            <div class="columns">
              <TextField
                label={t("edit.item", { n: index + 1 })}
                value={one.text}
                onValue={(text) => change({ text: text ?? "" })}
              />
              <TextField
                label={t("edit.match", { n: index + 1 })}
                value={one.match}
                onValue={(match) => change({ match: match ?? "" })}
              />
            </div>
            <MediaField
              name={t("edit.item", { n: index + 1 })}
              url={one.media_url}
              alt={one.media_alt}
              onMedia={(media_url, media_alt) => change({ media_url, media_alt })}
            />
          </>
        )}
      </Rows>
      <Rows
        legend={t("edit.distractors")}
        parts={draft.distractors ?? []}
        onParts={(distractors) => edit({ distractors: distractors.length ? distractors : undefined })}
        fresh=""
        add={t("edit.distractor_add")}
        least={0}
      >
        {(one, index) => (
          <TextField
            quiet
            label={t("edit.distractor", { n: index + 1 })}
            value={one}
            onValue={(text) =>
              edit({
                distractors: (draft.distractors ?? []).map((old, place) =>
                  place === index ? (text ?? "") : old,
                ),
              })
            }
          />
        )}
      </Rows>
    </>
  );
}

const GAP_KINDS = ["short_text", "numeric", "single_choice"] as const;

function Cloze({ draft }: { draft: Draft }) {
  const gaps = (draft.gaps ?? []) as GapDraft[];
  const add = () => {
    const fresh: GapDraft = { kind: "short_text", answers: [{ text: "" }] };
    edit({ gaps: [...gaps, fresh], prompt: `${draft.prompt} [[${gaps.length + 1}]]` });
  };
  const change = (index: number, part: Partial<GapDraft>) => edit({ gaps: changed(gaps, index, part) });
  /** Removing a gap takes its place out of the text, and the later ones get its number. */
  const remove = (index: number) => {
    const prompt = draft.prompt.replace(/\s?\[\[(\d+)\]\]/g, (place, digits) => {
      const n = Number(digits);
      if (n === index + 1) return "";
      return n > index + 1 ? place.replace(digits, String(n - 1)) : place;
    });
    edit({ gaps: without(gaps, index), prompt });
  };
  return (
    <fieldset class="rows">
      <legend>{t("edit.gaps")}</legend>
      {gaps.map((gap, index) => (
        <fieldset class="gap" key={index}>
          <legend>{t("edit.gap", { n: index + 1 })}</legend>
          <div class="columns">
            <Pick
              label={t("edit.kind")}
              value={gap.kind}
              options={GAP_KINDS.map((one) => [one, t(`edit.kind_${one}`)] as const)}
              onValue={(kind) =>
                edit({
                  gaps: gaps.map((one, place) =>
                    place === index
                      ? cleaned({
                          kind,
                          weight: one.weight,
                          ...(kind === "single_choice"
                            ? { choices: [{ text: "", correct: true }, { text: "" }] }
                            : { answers: [kind === "numeric" ? {} : { text: "" }] }),
                        } as GapDraft)
                      : one,
                  ),
                })
              }
            />
            <NumberField
              label={t("edit.share")}
              value={gap.weight}
              min={1}
              max={100}
              step={1}
              placeholder="1"
              onValue={(weight) => change(index, { weight })}
            />
          </div>
          {gap.kind === "single_choice" ? (
            <Choices
              plain
              marked
              choices={gap.choices ?? []}
              onChoices={(choices) => change(index, { choices })}
            />
          ) : gap.kind === "numeric" ? (
            <Numbers answers={gap.answers ?? []} onAnswers={(answers) => change(index, { answers })} />
          ) : (
            <>
              <Texts answers={gap.answers ?? []} onAnswers={(answers) => change(index, { answers })} />
              <Forgives
                value={gap.forgives}
                exact={gap.case_sensitive}
                onForgives={(forgives) => change(index, { forgives })}
                onExact={(case_sensitive) => change(index, { case_sensitive })}
              />
            </>
          )}
          {gaps.length > 1 && (
            <button type="button" class="quiet danger" onClick={() => remove(index)}>
              {t("edit.gap_remove", { n: number(index + 1) })}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" class="quiet" onClick={add}>
        + {t("edit.gap_add")}
      </button>
    </fieldset>
  );
}

function Essay({ draft }: { draft: Draft }) {
  return (
    <>
      <NumberField
        label={t("edit.max_length")}
        value={draft.max_length}
        min={1}
        max={10000}
        step={1}
        placeholder="5000"
        onValue={(max_length) => edit({ max_length })}
      />
      <Rows
        legend={t("edit.rubric")}
        parts={(draft.rubric ?? []) as Criterion[]}
        onParts={(rubric) => edit({ rubric: rubric.length ? rubric : undefined })}
        fresh={{ text: "", points: 1 }}
        add={t("edit.criterion_add")}
        least={0}
        ordered
      >
        {(one, index, change) => (
          <>
            <div class="columns">
              <TextField
                label={t("edit.criterion", { n: index + 1 })}
                value={one.text}
                onValue={(text) => change({ text: text ?? "" })}
              />
              <NumberField
                label={t("edit.points")}
                value={one.points}
                min={0}
                onValue={(points) => change({ points: points ?? 0 })}
              />
            </div>
            <TextField
              label={t("edit.criterion_about")}
              value={one.description}
              onValue={(description) => change({ description })}
            />
            <Rows
              legend={t("edit.levels")}
              parts={one.levels ?? []}
              onParts={(levels) => change({ levels: levels.length ? levels : undefined })}
              fresh={{ text: "", points: 0 }}
              add={t("edit.level_add")}
              least={0}
            >
              {(level, place, changeLevel) => (
                <div class="columns">
                  <TextField
                    label={t("edit.level", { n: place + 1 })}
                    value={level.text}
                    onValue={(text) => changeLevel({ text: text ?? "" })}
                  />
                  <NumberField
                    label={t("edit.points")}
                    value={level.points}
                    min={0}
                    onValue={(points) => changeLevel({ points: points ?? 0 })}
                  />
                </div>
              )}
            </Rows>
          </>
        )}
      </Rows>
      <TextField
        label={t("edit.marking_notes")}
        long
        value={draft.marking_notes}
        onValue={(marking_notes) => edit({ marking_notes })}
      />
    </>
  );
}
