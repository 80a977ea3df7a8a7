import type { Signal } from "@preact/signals";
import { t } from "../../shared/i18n";

const MOST = 100; // setting generation.max_questions

/** How many questions to write. */
export function Count({ count }: { count: Signal<number> }) {
  return (
    <label>
      <span>{t("pdf.count")}</span>
      <input
        name="count"
        type="number"
        min={1}
        max={MOST}
        required
        value={count}
        onInput={(event) => {
          if (event.currentTarget.validity.valid) count.value = event.currentTarget.valueAsNumber;
        }}
      />
    </label>
  );
}
