/** A text with gaps, each a question of its own. */

import { number, t } from "../../../shared/i18n";
import { Entry } from "../../places/refusals";
import type { Draft, GapDraft } from "../draft";
import { NumberField, Pick } from "../fields";
import { edit } from "../store";
import { Choices } from "./choices";
import { Numbers } from "./numbers";
import { changed, cleaned, without } from "./rows";
import { Forgives, Texts } from "./texts";

const GAP_KINDS = ["short_text", "numeric", "single_choice"] as const;

export function Cloze({ draft }: { draft: Draft }) {
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
        <Entry at={`gaps/${index}`} key={index}>
          <fieldset class="gap">
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
                field="weight"
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
        </Entry>
      ))}
      <button type="button" class="quiet" onClick={add}>
        + {t("edit.gap_add")}
      </button>
    </fieldset>
  );
}
