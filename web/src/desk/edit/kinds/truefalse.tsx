/** True or false. */

import { t } from "../../../shared/i18n";
import type { Draft } from "../draft";
import { TextField } from "../fields";
import { edit } from "../store";

export function TrueFalse({ draft }: { draft: Draft }) {
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
