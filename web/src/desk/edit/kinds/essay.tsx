/** An essay, and how it is marked. */

import type { components } from "../../../shared/generated/api";
import { t } from "../../../shared/i18n";
import type { Draft } from "../draft";
import { NumberField, TextField } from "../fields";
import { edit } from "../store";
import { Rows } from "./rows";

type Criterion = components["schemas"]["CriterionDraft"];

export function Essay({ draft }: { draft: Draft }) {
  return (
    <>
      <NumberField
        field="max_length"
        label={t("edit.max_length")}
        value={draft.max_length}
        min={1}
        max={10000}
        step={1}
        placeholder="5000"
        onValue={(max_length) => edit({ max_length })}
      />
      <Rows
        list="rubric"
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
                field="text"
                label={t("edit.criterion", { n: index + 1 })}
                value={one.text}
                onValue={(text) => change({ text: text ?? "" })}
              />
              <NumberField
                field="points"
                label={t("edit.points")}
                value={one.points}
                min={0}
                onValue={(points) => change({ points: points ?? 0 })}
              />
            </div>
            <TextField
              field="description"
              label={t("edit.criterion_about")}
              value={one.description}
              onValue={(description) => change({ description })}
            />
            <Rows
              list="levels"
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
                    field="text"
                    label={t("edit.level", { n: place + 1 })}
                    value={level.text}
                    onValue={(text) => changeLevel({ text: text ?? "" })}
                  />
                  <NumberField
                    field="points"
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
        field="marking_notes"
        label={t("edit.marking_notes")}
        long
        value={draft.marking_notes}
        onValue={(marking_notes) => edit({ marking_notes })}
      />
    </>
  );
}
