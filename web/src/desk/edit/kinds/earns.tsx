/** What each accepted answer, text or number, has besides itself. */

import { t } from "../../../shared/i18n";
import type { AnswerDraft } from "../draft";
import { NumberField, TextField } from "../fields";

export interface AnswersProps {
  answers: AnswerDraft[];
  onAnswers: (answers: AnswerDraft[]) => void;
}

/** What an accepted answer earns, and what is said to who gave it. */
export function Earns({
  answer,
  change,
}: {
  answer: AnswerDraft;
  change: (part: Partial<AnswerDraft>) => void;
}) {
  return (
    <div class="columns">
      <NumberField
        field="weight"
        label={t("edit.earns")}
        value={answer.weight}
        scale={0.01}
        min={0}
        max={100}
        placeholder="100"
        onValue={(weight) => change({ weight })}
      />
      <TextField
        field="feedback"
        label={t("edit.feedback")}
        value={answer.feedback}
        onValue={(feedback) => change({ feedback })}
      />
    </div>
  );
}
