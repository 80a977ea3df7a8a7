/** What belongs to one kind of question: its options, and which of them is right. */

import { t } from "../../../shared/i18n";
import type { Draft } from "../draft";
import { NumberField } from "../fields";
import { edit } from "../store";
import { Choices } from "./choices";
import { Cloze } from "./cloze";
import { Essay } from "./essay";
import { Matching } from "./matching";
import { Numeric, Slider } from "./numbers";
import { ShortText } from "./texts";
import { TrueFalse } from "./truefalse";

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
      return <ShortText draft={draft} />;
    case "slider":
      return <Slider draft={draft} />;
    case "matching":
      return <Matching draft={draft} />;
    case "cloze":
      return <Cloze draft={draft} />;
    case "word_cloud":
      return (
        <NumberField
          field="words"
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
