import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";

type Cost = components["schemas"]["Cost"];

/** What this number of questions costs, and whether one can pay it. */
export function Price({ questions }: { questions: number }) {
  const cost = useSignal<Cost | null>(null);
  useEffect(() => {
    let current = true;
    void call(api.GET("/credits/calculate", { params: { query: { questions } } }))
      .then((found) => {
        if (current) cost.value = found;
      })
      .catch(() => undefined); // the price is told again when it is charged
    return () => {
      current = false;
    };
  }, [questions]);
  const found = cost.value;
  if (!found) return <p class="price" />;
  return (
    <p class="price" role="status">
      {t("pdf.cost", { cost: number(found.cost), have: number(found.spendable) })}{" "}
      {!found.can_pay && <strong class="refused">{t("pdf.not_enough")}</strong>}
    </p>
  );
}
