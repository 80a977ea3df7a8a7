/** Numbers: the accepted ones and ranges, their units, and sliders. */

import type { components } from "../../../shared/generated/api";
import { t } from "../../../shared/i18n";
import type { Draft } from "../draft";
import { NumberField, TextField, Tick } from "../fields";
import { edit } from "../store";
import { type AnswersProps, Earns } from "./earns";
import { Rows } from "./rows";

type Unit = components["schemas"]["UnitDraft"];

export function Numbers({ answers, onAnswers }: AnswersProps) {
  return (
    <Rows
      list="answers"
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
                  <NumberField
                    field="min"
                    label={t("edit.from")}
                    value={one.min}
                    onValue={(min) => change({ min })}
                  />
                  <NumberField
                    field="max"
                    label={t("edit.to")}
                    value={one.max}
                    onValue={(max) => change({ max })}
                  />
                </>
              ) : (
                <>
                  <NumberField
                    field="value"
                    label={t("edit.value")}
                    value={one.value}
                    onValue={(value) => change({ value })}
                  />
                  <NumberField
                    field="tolerance"
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

export function Numeric({ draft }: { draft: Draft }) {
  const units = (draft.units ?? []) as Unit[];
  return (
    <>
      <Numbers answers={draft.answers ?? []} onAnswers={(answers) => edit({ answers })} />
      <details class="more" open={units.length > 0}>
        <summary>{t("edit.units")}</summary>
        <Rows
          list="units"
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
                field="unit"
                label={t("edit.unit", { n: index + 1 })}
                value={one.unit}
                onValue={(unit) => change({ unit: unit ?? "" })}
              />
              <NumberField
                field="factor"
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
              field="unit_share"
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

export function Slider({ draft }: { draft: Draft }) {
  return (
    <>
      <div class="columns">
        <NumberField
          field="min"
          label={t("edit.lowest")}
          value={draft.min}
          onValue={(min) => edit({ min })}
        />
        <NumberField
          field="max"
          label={t("edit.highest")}
          value={draft.max}
          onValue={(max) => edit({ max })}
        />
        <NumberField
          field="step"
          label={t("edit.step")}
          value={draft.step}
          min={0}
          placeholder="1"
          onValue={(step) => edit({ step })}
        />
      </div>
      <div class="columns">
        <NumberField
          field="value"
          label={t("edit.right_answer")}
          value={draft.value}
          onValue={(value) => edit({ value })}
        />
        <NumberField
          field="tolerance"
          label={t("edit.tolerance")}
          value={draft.tolerance}
          min={0}
          placeholder="0"
          onValue={(tolerance) => edit({ tolerance })}
        />
        <NumberField
          field="partial_within"
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
