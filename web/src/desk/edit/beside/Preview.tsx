/**
 * The question as a phone, the wall and an exam show it. On the phone and in the exam it can be tried;
 * nothing is sent.
 */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { number, t } from "../../../shared/i18n";
import { Prose } from "../../../shared/prose/Prose";
import { Answer } from "../../../shared/question/Answer";
import type { Draft as Given } from "../../../shared/question/draft";
import { Fit } from "../../../shared/stage/Fit";
import { QuestionView } from "../../../shared/stage/QuestionView";
import { Media } from "../../../shared/ui/Media";
import { asAsked, type Draft, UNSCORED } from "../draft";

interface Props {
  draft: Draft;
  n: number;
  total: number;
}

export function OnPhone({ draft, n, total }: Props) {
  return (
    <div class="device phone stage">
      <p class="faint">
        {number(n)} / {number(total)}
      </p>
      <Tried draft={draft} n={n} total={total} />
    </div>
  );
}

export function OnPaper({ draft, n, total }: Props) {
  const points = Number(draft.points ?? 1);
  return (
    <div class="sheet-of-exam paper">
      <p class="faint">
        {t("edit.question_of", { n, total })}
        {!UNSCORED.has(draft.kind) && points > 0 && ` · ${t("edit.worth", { n: points })}`}
      </p>
      <Tried draft={draft} n={n} total={total} />
    </div>
  );
}

function Tried({ draft, n, total }: Props) {
  const given = useSignal<Given | null>(null);
  useEffect(() => {
    given.value = null;
  }, [draft.kind, draft.choices?.length, n]);
  return (
    <>
      {draft.media_url && <Media url={draft.media_url} alt={draft.media_alt} />}
      {draft.kind !== "cloze" &&
        (draft.prompt ? (
          <Prose text={draft.prompt} format={draft.text_format as "plain"} class="prompt" />
        ) : (
          <p class="faint">{t("edit.prompt")}</p>
        ))}
      <Answer
        question={asAsked(draft, n, total)}
        draft={given.value}
        onDraft={(now) => (given.value = now)}
        disabled={false}
      />
    </>
  );
}

const EM_OF_HEIGHT = 0.028; // one em on the wall, as in projector.css

/** A wall of 16:9, as wide as there is room; its type is as large in it as on the wall. */
export function OnWall({ draft, n, total }: Props) {
  const wall = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = wall.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      element.style.fontSize = `${EM_OF_HEIGHT * element.clientHeight}px`;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const question = { ...asAsked(draft, n, total), media: draft.media_url, media_alt: draft.media_alt };
  return (
    <div ref={wall} class="projected stage">
      <p class="faint">
        {number(n)} / {number(total)}
      </p>
      <Fit>
        <QuestionView question={{ ...question, text_format: draft.text_format as "plain" }} />
      </Fit>
    </div>
  );
}
