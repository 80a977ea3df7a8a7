/** Choices, and which of them are right. */

import { t } from "../../../shared/i18n";
import { type ChoiceDraft, isRight } from "../draft";
import { MediaField, NumberField, TextField, Tick } from "../fields";
import { cleaned, Rows } from "./rows";

interface ChoicesProps {
  choices: ChoiceDraft[];
  onChoices: (choices: ChoiceDraft[]) => void;
  marked?: boolean;
  several?: boolean;
  ordered?: boolean;
  /** In a gap there is room for texts only. */
  plain?: boolean;
}

export function Choices({ choices, onChoices, marked, several, ordered, plain }: ChoicesProps) {
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
        list="choices"
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
                field="text"
                label={t("edit.choice", { n: index + 1 })}
                placeholder={t("edit.choice", { n: index + 1 })}
                value={one.text}
                max={1000}
                onValue={(text) => change({ text: text ?? "" })}
              />
              {marked && weighted && (
                <NumberField
                  quiet
                  field="weight"
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
                      field="feedback"
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
