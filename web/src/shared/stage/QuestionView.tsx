/**
 * A question as everybody looks at it, on the wall and on the host's screen: nothing here can be answered.
 */

import type { ComponentChildren } from "preact";
import { number, t } from "../i18n";
import { Prose } from "../prose/Prose";
import { describe } from "../question/describe";
import type { AskedQuestion, Choice, QuestionClosed } from "../room/protocol";
import { Media } from "../ui/Media";
import { letter, Shape } from "../ui/Shape";

interface Props {
  question: AskedQuestion;
  /** Its key and the distribution of responses, once it is over. */
  closed?: QuestionClosed | null;
  /** Whether the choices stand already; the prompt is alone for a breath before. */
  withChoices?: boolean;
}

interface Counted {
  response: unknown;
  count: number;
}
interface Range {
  min: number;
  max: number;
  value?: number | null;
  unit?: string;
}

interface Over {
  question: AskedQuestion;
  closed: QuestionClosed;
}

const CHOSEN = ["single_choice", "multiple_choice", "true_false", "poll"];
const listed = (value: unknown): Counted[] => (Array.isArray(value) ? (value as Counted[]) : []);

export function QuestionView({ question, closed, withChoices = true }: Props) {
  return (
    <article class={`question wall kind-${question.kind}`} data-over={closed ? "" : undefined}>
      <div class={question.media ? "ask pictured" : "ask"}>
        {question.media && <Media url={question.media} alt={question.media_alt} />}
        <h2 class="prompt" dir="auto">
          {question.gaps?.length ? (
            <Cloze question={question} closed={closed} />
          ) : (
            <Prose text={question.prompt} format={question.text_format} />
          )}
        </h2>
      </div>
      {withChoices && <Answers question={question} closed={closed} />}
      {closed?.explanation && (
        <Prose class="explanation" text={closed.explanation} format={closed.text_format} />
      )}
    </article>
  );
}

function Answers({ question, closed }: Props) {
  if (CHOSEN.includes(question.kind)) return <Options question={question} closed={closed} />;
  switch (question.kind) {
    case "ordering":
      return <Ordering question={question} closed={closed} />;
    case "matching":
      return <Matching question={question} closed={closed} />;
    case "word_cloud":
      return closed ? (
        <WordCloud words={listed(closed.distribution)} />
      ) : (
        <Typed>{t("stage.send_words")}</Typed>
      );
    case "slider":
      return <Slider question={question} closed={closed} />;
    case "numeric":
    case "short_text":
      return closed ? (
        <Clusters question={question} closed={closed} />
      ) : (
        <Typed>{t("stage.type_answer")}</Typed>
      );
    case "essay":
      return closed ? null : <Typed>{t("stage.write_answer")}</Typed>;
    case "cloze":
      return closed ? null : <Typed>{t("stage.fill_gaps")}</Typed>;
    default:
      return null;
  }
}

function Typed({ children }: { children: ComponentChildren }) {
  return (
    <p class="typed">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M7 1h10a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm0 3v14h10V4zm5 15.2a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z" />
      </svg>
      {children}
    </p>
  );
}

function Tick() {
  return (
    <svg class="tick" viewBox="0 0 24 24" role="img" aria-label={t("stage.right")}>
      <path
        d="m4 13 5.5 5.5L20 7"
        fill="none"
        stroke="currentColor"
        stroke-width="4"
        stroke-linecap="round"
      />
    </svg>
  );
}

function Picture({ choice }: { choice: Choice }) {
  return choice.media_url ? <img src={choice.media_url} alt={choice.media_alt ?? ""} /> : null;
}

function Options({ question, closed }: Props) {
  const choices = question.choices ?? [];
  const counts = (closed?.distribution ?? {}) as Record<string, number>;
  const most = Math.max(1, ...Object.values(counts));
  const key = Array.isArray(closed?.key) ? (closed.key as string[]) : [];
  const state = (id: string) => (!closed || !key.length ? undefined : key.includes(id) ? "right" : "wrong");
  return (
    <ol class={`options of-choice of-${Math.min(choices.length, 9)}`}>
      {choices.map((choice, place) => (
        <li
          key={choice.id}
          class={`option answer-${place + 1}`}
          data-state={state(choice.id)}
          style={{ "--part": (counts[choice.id] ?? 0) / most }}
        >
          <span class="sign">
            <Shape index={place} />
            <b class="sign-letter">{letter(place)}</b>
          </span>
          <Picture choice={choice} />
          <Prose class="words" text={choice.text} format={question.text_format} inline />
          {closed && (
            <span class="count">
              {state(choice.id) === "right" && <Tick />}
              {number(counts[choice.id] ?? 0)}
            </span>
          )}
          {closed && <i class="share" />}
        </li>
      ))}
    </ol>
  );
}

function Ordering({ question, closed }: Props) {
  const order = Array.isArray(closed?.key) ? (closed.key as string[]) : null;
  const choices = question.choices ?? [];
  const shown = order ? order.flatMap((id) => choices.filter((choice) => choice.id === id)) : choices;
  return (
    <>
      {!closed && <p class="hint">{t("stage.put_in_order")}</p>}
      <ol class={`options in-order of-${Math.min(choices.length, 9)}`}>
        {shown.map((choice, place) => (
          <li key={choice.id} class={`option answer-${choices.indexOf(choice) + 1}`}>
            <span class="sign">{order ? <b>{number(place + 1)}</b> : <Shape index={place} />}</span>
            <Picture choice={choice} />
            <Prose class="words" text={choice.text} format={question.text_format} inline />
          </li>
        ))}
      </ol>
    </>
  );
}

function Matching({ question, closed }: Props) {
  const matches = (closed?.key ?? {}) as Record<string, string>;
  const choices = question.choices ?? [];
  return (
    <div class="matching">
      <ul>
        {(question.items ?? []).map((item) => (
          <li key={item.id} class="option plain">
            <Picture choice={item} />
            <Prose class="words" text={item.text} format={question.text_format} inline />
            {closed && (
              <b class="match">
                <Prose
                  inline
                  text={choices.find((choice) => choice.id === matches[item.id])?.text ?? ""}
                  format={question.text_format}
                />
              </b>
            )}
          </li>
        ))}
      </ul>
      {!closed && (
        <ul>
          {choices.map((choice, place) => (
            <li key={choice.id} class={`option answer-${place + 1}`}>
              <span class="sign">
                <Shape index={place} />
              </span>
              <Picture choice={choice} />
              <Prose class="words" text={choice.text} format={question.text_format} inline />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The prompt of a cloze with its gaps, empty or filled in. */
function Cloze({ question, closed }: Props) {
  const key = (closed?.key ?? {}) as Record<string, unknown>;
  return (
    <>
      {question.prompt.split(/\[\[([^\]]+)\]\]/).map((part, place) => {
        if (place % 2 === 0) return <Prose key={part} inline text={part} format={question.text_format} />;
        return (
          <span key={part} class="gap">
            {closed ? describe(question, [key[part]].flat().slice(0, 1)) : "\u2003\u2003"}
          </span>
        );
      })}
    </>
  );
}

function RightAnswer({ question, closed }: Over) {
  const text = describe(question, closed.key);
  return text ? (
    <p class="key">
      <Tick />
      <span dir="auto">{text}</span>
    </p>
  ) : null;
}

const answerText = (response: unknown) =>
  typeof response === "number" ? number(response, { maximumFractionDigits: 12 }) : String(response);

/** Typed answers, those that many gave larger. */
function Clusters({ question, closed }: Over) {
  const groups = listed(closed.distribution);
  const most = Math.max(1, ...groups.map(({ count }) => count));
  return (
    <div class="typed-over">
      <RightAnswer question={question} closed={closed} />
      <ul class="clusters" aria-label={t("stage.answers_given")}>
        {groups.map(({ response, count }) => (
          <li key={String(response)} style={{ "--part": Math.sqrt(count / most) }}>
            <span dir="auto">{answerText(response)}</span> <b>{number(count)}</b>
          </li>
        ))}
      </ul>
      {!groups.length && <p class="hint">{t("stage.nobody_answered")}</p>}
    </div>
  );
}

function WordCloud({ words }: { words: Counted[] }) {
  const most = Math.max(1, ...words.map(({ count }) => count));
  // The most frequent in the middle: every second word goes before the others.
  const odd = words.filter((_, place) => place % 2).reverse();
  const ordered = [...odd, ...words.filter((_, place) => place % 2 === 0)];
  if (!words.length) return <p class="hint">{t("stage.nobody_answered")}</p>;
  return (
    <ul class="cloud" aria-label={t("stage.answers_given")}>
      {ordered.map(({ response, count }, place) => (
        <li key={String(response)} class={`tint-${place % 4}`} style={{ "--part": Math.sqrt(count / most) }}>
          <span dir="auto">{String(response)}</span>
          <span class="unseen"> {number(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The scale of a slider, with a stack over each value that was given, and where the right one is. */
function Slider({ question, closed }: Props) {
  const low = question.min ?? 0;
  const high = question.max ?? 100;
  const at = (value: number) => Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const given = listed(closed?.distribution);
  const most = Math.max(1, ...given.map(({ count }) => count));
  const key = Array.isArray(closed?.key) ? (closed.key as Range[])[0] : undefined;
  return (
    <div class="slider">
      {closed && <RightAnswer question={question} closed={closed} />}
      <div class="scale" dir="ltr">
        {given.map(({ response, count }) => (
          <i
            key={String(response)}
            class="stack"
            style={{ "--at": at(Number(response)), "--part": count / most }}
          />
        ))}
        {key && <i class="zone" style={{ "--at": at(key.min), "--to": at(key.max) }} />}
        <span>{number(low)}</span>
        <span>{number(high)}</span>
      </div>
      {!closed && <Typed>{t("stage.slide")}</Typed>}
    </div>
  );
}
