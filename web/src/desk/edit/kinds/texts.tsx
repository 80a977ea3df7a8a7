/** Short texts: the accepted ones, and what is forgiven. */

import { t } from "../../../shared/i18n";
import { useRefusal, Why } from "../../places/refusals";
import type { Draft } from "../draft";
import { TextField, Tick } from "../fields";
import { edit } from "../store";
import { type AnswersProps, Earns } from "./earns";
import { Rows } from "./rows";

export function ShortText({ draft }: { draft: Draft }) {
  return (
    <>
      <Texts answers={draft.answers ?? []} onAnswers={(answers) => edit({ answers })} />
      <Forgives
        value={draft.forgives}
        exact={draft.case_sensitive}
        onForgives={(forgives) => edit({ forgives })}
        onExact={(case_sensitive) => edit({ case_sensitive })}
      />
    </>
  );
}

export function Texts({ answers, onAnswers }: AnswersProps) {
  return (
    <Rows
      list="answers"
      legend={t("edit.accepted")}
      parts={answers}
      onParts={onAnswers}
      fresh={{ text: "" }}
      add={t("edit.answer_add")}
    >
      {(one, index, change) => (
        <>
          <TextField
            quiet
            field="text"
            label={t("edit.answer", { n: index + 1 })}
            placeholder={t("edit.answer", { n: index + 1 })}
            value={one.text}
            max={500}
            onValue={(text) => change({ text: text ?? "" })}
          />
          <details class="more">
            <summary>{t("edit.more_of_it")}</summary>
            <div class="stack">
              <Earns answer={one} change={change} />
              <Tick
                label={t("edit.wildcards")}
                checked={one.wildcards === true}
                onValue={(on) => change({ wildcards: on || undefined })}
              />
            </div>
          </details>
        </>
      )}
    </Rows>
  );
}

interface ForgivesProps {
  value: string[] | null | undefined;
  exact: boolean | null | undefined;
  onForgives: (value: string[] | undefined) => void;
  onExact: (value: boolean | undefined) => void;
}

const FORGIVEN = ["accents", "letters", "punctuation"] as const;

export function Forgives({ value, exact, onForgives, onExact }: ForgivesProps) {
  const now = value ?? ["accents"];
  return (
    <fieldset data-place={useRefusal("forgives").place}>
      <legend>{t("edit.forgiven")}</legend>
      <Why field="forgives" />
      <Tick
        label={t("edit.forgives_case")}
        checked={!exact}
        onValue={(on) => onExact(on ? undefined : true)}
      />
      {FORGIVEN.map((one) => (
        <Tick
          key={one}
          label={t(`edit.forgives_${one}`)}
          checked={now.includes(one)}
          onValue={(on) => onForgives(on ? [...now, one] : now.filter((other) => other !== one))}
        />
      ))}
    </fieldset>
  );
}
