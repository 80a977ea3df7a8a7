/** True or false. */

import { t } from "../../../shared/i18n";
import { useRefusal, Why } from "../../places/refusals";
import type { Draft } from "../draft";
import { TextField } from "../fields";
import { edit } from "../store";

export function TrueFalse({ draft }: { draft: Draft }) {
  return (
    <>
      <fieldset data-place={useRefusal("correct").place}>
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
        <Why field="correct" />
      </fieldset>
      <div class="columns">
        <TextField
          field="feedback_true"
          label={t("edit.feedback_true")}
          value={draft.feedback_true}
          onValue={(feedback_true) => edit({ feedback_true })}
        />
        <TextField
          field="feedback_false"
          label={t("edit.feedback_false")}
          value={draft.feedback_false}
          onValue={(feedback_false) => edit({ feedback_false })}
        />
      </div>
    </>
  );
}
